"""Faux : rien n'est renvoyé."""


def linear_fa(theta, state, actions):
    [theta @ phi(state, action) for action in actions]
