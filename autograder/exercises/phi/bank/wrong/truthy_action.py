"""Faux : toute action non nulle est prise pour l'action 1."""
# diagnostic : truthy_action


def phi(state, action):
    if action:
        return state
    return -state
