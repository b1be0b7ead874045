"""Juste : le maximum d'une liste en compréhension."""


def valeur_gloutonne(theta, state):
    return max([theta @ phi(state, a) for a in [0, 1]])
