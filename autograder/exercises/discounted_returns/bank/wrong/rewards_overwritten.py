"""Faux : la récurrence écrase les récompenses reçues."""
# diagnostic : arguments_modified


def discounted_returns(rewards, gamma):
    for t in range(len(rewards) - 2, -1, -1):
        rewards[t] = rewards[t] + gamma * rewards[t + 1]
    return rewards
