"""Juste : une puissance de −1, dont le signe suit la parité de l'action."""


def phi(state, action):
    return (-1) ** (action + 1) * state
