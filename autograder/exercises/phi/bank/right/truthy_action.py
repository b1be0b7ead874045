"""Juste : des deux actions, 1 seule est vraie."""


def phi(state, action):
    if action:
        return state
    return -state
