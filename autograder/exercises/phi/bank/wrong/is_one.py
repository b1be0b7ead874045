"""Faux : is au lieu de == ; faux pour les entiers de numpy."""
# diagnostic : identity_test


def phi(state, action):
    return state if action is 1 else -state
