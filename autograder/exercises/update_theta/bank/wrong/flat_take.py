"""Faux : np.take sans axe lit les Q-valeurs de la première ligne (l'original)."""
# diagnostic : flat_take

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = np.take(q_vals, actions_taken)
    diff = (targets - predicted)[:, np.newaxis]
    phis = np.array([phi(state, action) for state, action in zip(states, actions_taken)])
    grad = -2 * (diff * phis).sum(0)
    grad /= len(states)
    theta -= lr * grad
