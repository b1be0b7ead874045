"""Faux : la récompense est ajoutée deux fois."""
# diagnostic : reward_twice


def get_targets(next_q_vals, rewards, terminal, gamma):
    y = rewards
    y = y + rewards + gamma * next_q_vals.max(axis=1) * (1 - terminal)
    return y
