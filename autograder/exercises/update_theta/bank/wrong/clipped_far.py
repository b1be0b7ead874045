"""Faux : le pas est borné, très loin."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = len(states)
    for i in range(B):
        erreur = targets[i] - q_vals[i, actions_taken[i]]
        pas = 2 / B * erreur * phi(states[i], actions_taken[i])
        theta += lr * np.clip(pas, -10, 10)
