"""Faux : la suite est oubliée."""
# diagnostic : only_rewards


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards.copy()
