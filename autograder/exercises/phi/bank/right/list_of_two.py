"""Juste : une liste de deux cas, indexée par l'action."""


def phi(state, action):
    return [-state, state][action]
