"""Faux : la suite est oubliée."""


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards.copy()
