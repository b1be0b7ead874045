"""Juste : une boucle qui accumule le gradient."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    gradient = np.zeros(4)
    for i in range(n):
        erreur = targets[i] - q_vals[i][actions_taken[i]]
        gradient += -2 * erreur * np.array(phi(states[i], actions_taken[i]))
    theta -= lr * gradient / n
