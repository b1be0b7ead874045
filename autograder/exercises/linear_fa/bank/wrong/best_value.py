"""Faux : seule la plus grande Q-valeur est renvoyée."""
# diagnostic : maximum_only


def linear_fa(theta, state, actions):
    return max(theta @ phi(state, a) for a in actions)
