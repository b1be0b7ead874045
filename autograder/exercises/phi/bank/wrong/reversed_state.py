"""Faux : l'ordre des composantes renversé au lieu du signe."""
# diagnostic : reversed_components

def phi(state, action):
    return state if action == 1 else state[::-1]
