"""Faux : 2·action − 1 n'est juste que pour les actions 0 et 1."""
# diagnostic : formula_in_action


def phi(state, action):
    return (2 * action - 1) * state
