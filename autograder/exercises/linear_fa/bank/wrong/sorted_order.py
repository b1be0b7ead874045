"""Faux : les actions sont triées."""
# diagnostic : sorted_order

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(state, action) for action in sorted(actions)])
