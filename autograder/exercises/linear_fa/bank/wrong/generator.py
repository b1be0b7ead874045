"""Faux : une compréhension sans crochets."""
# diagnostic : generator_returned

import numpy as np



def linear_fa(theta, state, actions):
    return (np.dot(phi(state, action), theta) for action in actions)
