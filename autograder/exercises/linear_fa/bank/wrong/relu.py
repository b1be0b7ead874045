"""Faux : les Q-valeurs négatives deviennent 0."""
# diagnostic : activation

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([max(0.0, theta @ phi(state, a)) for a in actions])
