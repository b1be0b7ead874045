"""Faux : q_vals[:, actions_taken] prend toutes les colonnes dans toutes les lignes."""
# diagnostic : column_indexing

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    errors = targets - q_vals[:, actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += 2 * lr * (errors @ features).mean(axis=0) / len(states)
