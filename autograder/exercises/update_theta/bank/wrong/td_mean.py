"""Faux : l'erreur moyenne fois la moyenne des états."""
# diagnostic : mean_before_product

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    error = targets - q_vals[np.arange(n), actions_taken]
    theta += lr * 2 * error.mean() * np.mean([phi(s, a) for s, a in zip(states, actions_taken)], axis=0)
