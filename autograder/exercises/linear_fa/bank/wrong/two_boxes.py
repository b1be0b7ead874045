"""Faux : le tableau a toujours deux cases."""
# diagnostic : fixed_size

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = np.zeros(2)
    for i, a in enumerate(actions):
        q_vals[i] = theta @ phi(state, a)
    return q_vals
