"""Faux : les paramètres dans l'autre ordre."""
# diagnostic : condition_on_array

def phi(action, state):
    return state if action == 1 else -state
