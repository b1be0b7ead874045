"""Faux : l'inverse au lieu de l'opposé."""
# diagnostic : reciprocal


def phi(state, action):
    if action == 1:
        return state
    return state**-1.0
