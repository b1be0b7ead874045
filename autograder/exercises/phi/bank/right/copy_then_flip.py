"""Juste : une copie de l'état, dont on change le signe sur place."""


def phi(state, action):
    features = state.copy()
    if action != 1:
        features *= -1
    return features
