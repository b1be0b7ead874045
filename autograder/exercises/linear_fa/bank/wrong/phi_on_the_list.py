"""Faux : phi reçoit la liste entière des actions."""
# diagnostic : phi_on_list

import numpy as np


def linear_fa(theta, state, actions):
    return np.dot(theta, phi(state, actions))
