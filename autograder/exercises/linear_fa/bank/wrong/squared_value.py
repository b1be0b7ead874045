"""Faux : la Q-valeur est au carré."""
# diagnostic : squared

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([(theta @ phi(state, a)) ** 2 for a in actions])
