"""Faux : phi est récrite par une formule qui ne vaut que pour 0 et 1."""
# diagnostic : formula_in_action

import numpy as np


def linear_fa(theta, state, actions):
    return (2 * np.array(actions) - 1) * (state @ theta)
