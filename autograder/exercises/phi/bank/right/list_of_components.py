"""Juste : une liste de composantes au lieu d'un tableau."""


def phi(state, action):
    if action == 1:
        return [state[0], state[1], state[2], state[3]]
    return [-state[0], -state[1], -state[2], -state[3]]
