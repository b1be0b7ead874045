"""Juste : un dictionnaire de deux signes, un par action."""

SIGNS = {0: -1.0, 1: 1.0}


def phi(state, action):
    return SIGNS[action] * state
