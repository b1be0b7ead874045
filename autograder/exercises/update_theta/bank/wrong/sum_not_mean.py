"""Faux : la somme sur le lot au lieu de la moyenne."""
# diagnostic : sum_not_mean

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 * (targets - predicted) @ features
