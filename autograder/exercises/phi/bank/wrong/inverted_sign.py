"""Faux : le signe est inversé."""
# diagnostic : inverted_sign


def phi(state, action):
    return -state if action == 1 else state
