"""Faux : deux erreurs, le signe inversé et une colonne (4, 1)."""
# diagnostic : inverted_sign, extra_dimension


def phi(state, action):
    s = state.reshape(4, 1)
    return -s if action == 1 else s
