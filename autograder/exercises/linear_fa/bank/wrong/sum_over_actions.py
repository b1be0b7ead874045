"""Faux : la somme est prise sur les actions et non sur les composantes."""
# diagnostic : sum_over_actions

import numpy as np


def linear_fa(theta, state, actions):
    features = np.array([phi(state, action) for action in actions])
    return (features * theta).sum(axis=0)
