"""Faux : l'action est ajoutée."""
# diagnostic : action_added

def phi(state, action):
    return state + action
