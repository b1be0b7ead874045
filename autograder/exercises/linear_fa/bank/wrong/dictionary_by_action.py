"""Faux : un dictionnaire dont les clés sont les actions."""
# diagnostic : labelled_values


def linear_fa(theta, state, actions):
    return {a: theta @ phi(state, a) for a in actions}
