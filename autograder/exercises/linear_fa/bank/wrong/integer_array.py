"""Faux : zeros_like(actions) crée un tableau d'entiers."""
# diagnostic : whole_numbers

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = np.zeros_like(actions)
    for i, action in enumerate(actions):
        q_vals[i] = theta @ phi(state, action)
    return q_vals
