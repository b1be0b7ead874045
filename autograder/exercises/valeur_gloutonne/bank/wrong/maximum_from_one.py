"""Faux : la meilleure valeur part de 1."""
# diagnostic : maximum_from_one


def valeur_gloutonne(theta, state):
    best = 1
    for a in range(2):
        q = theta @ phi(state, a)
        if q > best:
            best = q
    return best
