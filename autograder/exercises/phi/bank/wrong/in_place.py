"""Faux : l'état reçu change de signe sur place."""
# diagnostic : arguments_modified


def phi(state, action):
    if action != 1:
        state *= -1
    return state
