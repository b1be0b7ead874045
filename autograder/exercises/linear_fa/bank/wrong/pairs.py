"""Faux : une liste de paires (action, Q-valeur)."""
# diagnostic : labelled_values


def linear_fa(theta, state, actions):
    return [(action, theta @ phi(state, action)) for action in actions]
