"""Faux : le facteur action − 1 vaut 0 pour l'action 1."""
# diagnostic : zero_for_one

def phi(state, action):
    return state * (action - 1)
