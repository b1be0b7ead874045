"""Faux : la valeur est convertie en entier."""
# diagnostic : whole_numbers


def valeur_gloutonne(theta, state):
    return int(max(theta @ phi(state, 0), theta @ phi(state, 1)))
