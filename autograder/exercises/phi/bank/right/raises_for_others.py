"""Juste : une exception pour les actions qui n'existent pas."""


def phi(state, action):
    if action == 1:
        return state
    if action == 0:
        return -state
    raise ValueError("action inconnue : %s" % action)
