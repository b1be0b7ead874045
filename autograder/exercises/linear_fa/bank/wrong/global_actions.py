"""Faux : la liste du cahier au lieu du paramètre."""
# diagnostic : fixed_actions

import numpy as np

actions = [0, 1]


def linear_fa(theta, state, possible_actions):
    return np.array([np.dot(theta, phi(state, a)) for a in actions])
