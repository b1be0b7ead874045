"""Juste : une liste de nombres, par compréhension."""


def linear_fa(theta, state, actions):
    return [float(theta @ phi(state, action)) for action in actions]
