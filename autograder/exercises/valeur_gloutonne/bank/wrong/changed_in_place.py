"""Faux : l'état est changé de signe sur place."""
# diagnostic : arguments_modified


def valeur_gloutonne(theta, state):
    droite = theta @ state
    state *= -1
    return max(droite, theta @ state)
