"""Calcule un nombre immense sans jamais rendre la main à Python."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    return 10 ** 10**8
