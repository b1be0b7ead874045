"""Faux : la valeur absolue des Q-valeurs."""
# diagnostic : absolute_values

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([abs(theta @ phi(state, a)) for a in actions])
