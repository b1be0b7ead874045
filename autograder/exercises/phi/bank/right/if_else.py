"""Juste : une condition écrite en toutes lettres."""


def phi(state, action):
    if action == 1:
        return state
    else:
        return -state
