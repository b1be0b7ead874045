"""Faux : phi n'apparaît pas dans le gradient."""
# diagnostic : features_missing

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    theta += lr * 2 * np.mean(targets - predicted)
