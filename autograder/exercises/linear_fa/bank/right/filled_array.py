"""Juste : un tableau rempli case par case, en float32."""

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = np.zeros(len(actions), dtype=np.float32)
    for i, action in enumerate(actions):
        q_vals[i] = sum(t * f for t, f in zip(theta, phi(state, action)))
    return q_vals
