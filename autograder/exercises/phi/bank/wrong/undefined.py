"""Faux : un nom mal tapé."""
# diagnostic : undefined_name

def phi(state, action):
    return state if action == 1 else -etta
