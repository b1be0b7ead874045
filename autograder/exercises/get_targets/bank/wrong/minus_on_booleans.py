"""Faux : l'opposé d'un tableau de booléens."""
# diagnostic : minus_on_booleans


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * next_q_vals.max(axis=1) * -terminal
