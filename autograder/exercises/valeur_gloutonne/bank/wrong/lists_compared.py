"""Faux : deux listes d'un nombre sont comparées, et l'une est renvoyée."""
# diagnostic : extra_dimension


def valeur_gloutonne(theta, state):
    return max([theta @ phi(state, 0)], [theta @ phi(state, 1)])
