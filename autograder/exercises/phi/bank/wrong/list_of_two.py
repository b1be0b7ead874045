"""Faux : une liste de deux cas, indexée par l'action."""
# diagnostic : only_two_actions


def phi(state, action):
    return [-state, state][action]
