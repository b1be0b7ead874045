"""Juste : la négation d'un tableau de booléens sert de masque."""


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * next_q_vals.max(1) * ~terminal
