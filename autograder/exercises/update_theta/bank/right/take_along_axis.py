"""Juste : take_along_axis ; theta est aussi renvoyé."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = np.take_along_axis(q_vals, actions_taken.reshape(-1, 1), axis=1).ravel()
    features = np.stack([phi(s, a) for s, a in zip(states, actions_taken)])
    theta[:] = theta + (2 * lr / len(targets)) * features.T @ (targets - predicted)
    return theta
