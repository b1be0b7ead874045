"""Faux : la somme est divisée par B − 1."""
# diagnostic : divided_by_neighbour

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = len(states)
    f = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    erreurs = targets - q_vals[np.arange(B), actions_taken]
    theta += 2 * lr / (B - 1) * erreurs @ f
