"""Faux : l'écart entre les deux actions."""
# diagnostic : difference


def valeur_gloutonne(theta, state):
    return theta @ phi(state, 1) - theta @ phi(state, 0)
