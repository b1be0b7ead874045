"""Faux : l'action comparée à une chaîne."""
# diagnostic : action_ignored

def phi(state, action):
    return state if str(action) == "right" else -state
