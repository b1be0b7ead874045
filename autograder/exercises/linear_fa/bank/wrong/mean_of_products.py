"""Faux : la moyenne des produits au lieu de leur somme."""
# diagnostic : mean_not_sum

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.mean(theta * phi(state, action)) for action in actions])
