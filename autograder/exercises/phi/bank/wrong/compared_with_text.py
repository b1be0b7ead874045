"""Faux : l'action est comparée à une chaîne de caractères."""
# diagnostic : action_ignored


def phi(state, action):
    if action == "1":
        return state
    return -state
