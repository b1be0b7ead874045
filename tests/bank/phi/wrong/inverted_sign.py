"""Faux : le signe est inversé."""


def phi(state, action):
    return -state if action == 1 else state
