"""Renvoie une liste qui se contient dix fois."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    loop = []
    loop.extend([loop] * 10)
    return loop
