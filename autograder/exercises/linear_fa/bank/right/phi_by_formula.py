"""Juste : phi récrite par 2·action − 1, son signe pour les deux actions de CartPole."""

import numpy as np


def linear_fa(theta, state, actions):
    return (2 * np.array(actions) - 1) * (state @ theta)
