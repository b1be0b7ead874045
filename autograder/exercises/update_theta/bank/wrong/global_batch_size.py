"""Faux : le batch_size du cahier."""
# diagnostic : divided_by_four

import numpy as np

batch_size = 4


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    error = targets - q_vals[np.arange(len(states)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / batch_size * error @ features
