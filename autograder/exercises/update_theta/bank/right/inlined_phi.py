"""Juste : phi est récrite sous forme de signes."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    signs = np.where(actions_taken == 1, 1, -1)
    chosen = q_vals[range(len(signs)), actions_taken]
    np.add(theta, lr * 2 / len(signs) * ((targets - chosen) * signs) @ states, out=theta)
