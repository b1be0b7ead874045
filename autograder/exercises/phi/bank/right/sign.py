"""Juste : un signe, multiplié par l'état."""


def phi(state, action):
    sign = 1 if action == 1 else -1
    return sign * state
