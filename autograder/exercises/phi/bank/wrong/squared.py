"""Faux : le carré de l'état."""
# diagnostic : squared

def phi(state, action):
    return state**2 if action == 1 else -(state**2)
