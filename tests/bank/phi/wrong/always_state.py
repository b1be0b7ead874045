"""Faux : l'action est ignorée."""


def phi(state, action):
    return state
