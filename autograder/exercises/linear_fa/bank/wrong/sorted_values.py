"""Faux : les Q-valeurs sont triées."""
# diagnostic : sorted_values

import numpy as np


def linear_fa(theta, state, actions):
    return np.array(sorted(theta @ phi(state, a) for a in actions))
