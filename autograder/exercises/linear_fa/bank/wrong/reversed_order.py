"""Faux : les Q-valeurs sortent dans l'ordre inverse des actions."""
# diagnostic : reversed_order

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(state, action) for action in reversed(actions)])
