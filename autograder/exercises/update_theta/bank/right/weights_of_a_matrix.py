"""Juste : une matrice creuse d'erreurs, une somme d'Einstein sur toutes les actions."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n_actions = q_vals.shape[1]
    features = np.array([[phi(s, a) for a in range(n_actions)] for s in states])
    errors = np.zeros(q_vals.shape)
    for i, a in enumerate(actions_taken):
        errors[i, a] = q_vals[i, a] - targets[i]
    theta -= lr * 2 * np.einsum("ia,iak->k", errors, features) / len(states)
