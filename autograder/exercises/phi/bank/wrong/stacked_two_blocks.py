"""Faux : deux blocs, un par action."""
# diagnostic : block_per_action

import numpy as np


def phi(state, action):
    features = np.zeros(8)
    features[4 * action : 4 * action + 4] = state
    return features
