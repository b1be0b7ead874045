"""Faux : phi reçoit le lot entier."""
# diagnostic : phi_on_batch

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    chosen = np.array([q[a] for q, a in zip(q_vals, actions_taken)])
    theta += 2 * lr * np.mean((targets - chosen)[:, None] * phi(states, actions_taken), axis=0)
