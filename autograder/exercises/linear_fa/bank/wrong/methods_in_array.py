"""Faux : les parenthèses de sum manquent, dans un tableau."""
# diagnostic : method_not_called

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([(theta * phi(state, a)).sum for a in actions])
