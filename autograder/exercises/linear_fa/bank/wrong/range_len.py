"""Faux : range(len(actions)) au lieu des actions."""
# diagnostic : counted_actions

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(state, i) for i in range(len(actions))])
