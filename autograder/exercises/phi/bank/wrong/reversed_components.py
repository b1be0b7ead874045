"""Faux : « l'opposé » est pris pour l'ordre inverse."""
# diagnostic : reversed_components


def phi(state, action):
    return state if action == 1 else state[::-1]
