"""Faux : l'action est ignorée."""
# diagnostic : action_ignored


def phi(state, action):
    return state
