"""Faux : deux erreurs, le signe inversé et l'état modifié."""
# diagnostic : inverted_sign, arguments_modified


def phi(state, action):
    if action == 1:
        state *= -1
    return state
