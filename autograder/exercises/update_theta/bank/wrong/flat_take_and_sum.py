"""Faux : deux erreurs, np.take sans axe et une somme au lieu de la moyenne."""
# diagnostic : flat_take, sum_not_mean

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = np.take(q_vals, actions_taken)
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta -= lr * -2 * features.T @ (targets - predicted)
