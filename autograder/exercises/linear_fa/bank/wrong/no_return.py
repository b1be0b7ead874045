"""Faux : rien n'est renvoyé."""
# diagnostic : missing_return


def linear_fa(theta, state, actions):
    [theta @ phi(state, action) for action in actions]
