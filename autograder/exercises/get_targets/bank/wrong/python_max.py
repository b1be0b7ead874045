"""Faux : max de Python compare les lignes entre elles."""
# diagnostic : python_max


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * max(next_q_vals) * (1 - terminal)
