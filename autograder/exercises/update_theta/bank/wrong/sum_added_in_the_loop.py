"""Faux : la somme en cours est ajoutée à chaque tour."""
# diagnostic : sum_added_each_time

import numpy as np



def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    gradient = np.zeros_like(theta)
    for s, a, target, q in zip(states, actions_taken, targets, q_vals, strict=True):
        gradient = gradient - 2 * (target - q[a]) * phi(s, a) / len(states)
        theta -= lr * gradient
