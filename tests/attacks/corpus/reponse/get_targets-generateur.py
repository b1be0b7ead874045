"""Renvoie un générateur infini, une fonction, un module, une classe."""

turn = iter(range(10**6))


def get_targets(next_q_vals, rewards, terminal, gamma):
    return [iter(lambda: 0.0, 1), get_targets, np, object, ..., {1, 2}, b"x", 1j][next(turn) % 8]
