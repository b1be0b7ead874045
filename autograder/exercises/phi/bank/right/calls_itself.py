"""Juste : l'opposé de ce que la fonction donne pour l'action 1."""


def phi(state, action):
    if action == 1:
        return state.copy()
    return -1 * phi(state, 1)
