"""Faux : la dernière composante est oubliée."""
# diagnostic : component_forgotten

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = len(states)
    f = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    e = targets - q_vals[np.arange(B), actions_taken]
    for j in range(3):
        theta[j] += lr * 2 / B * e @ f[:, j]
