"""Faux : range(1) ne compte que l'action 0, et la meilleure valeur part de 0."""
# diagnostic : one_action


def valeur_gloutonne(theta, state):
    best = 0
    for a in range(1):
        q = theta @ phi(state, a)
        if q > best:
            best = q
    return best
