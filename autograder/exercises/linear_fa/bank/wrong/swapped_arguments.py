"""Faux : l'action et l'état sont intervertis."""
# diagnostic : arguments_swapped

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(action, state) for action in actions])
