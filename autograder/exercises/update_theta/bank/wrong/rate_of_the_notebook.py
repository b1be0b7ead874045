"""Faux : le taux est une variable du cahier."""
# diagnostic : learning_rate_fixed

import numpy as np


alpha = 0.05


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    errors = targets - q_vals[range(len(targets)), actions_taken]
    rows = np.array([phi(s, a) for s, a in zip(states, actions_taken, strict=True)])
    theta += alpha * 2 * np.mean(errors[:, None] * rows, axis=0)
