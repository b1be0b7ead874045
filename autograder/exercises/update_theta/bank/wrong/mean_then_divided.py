"""Faux : np.mean, puis encore une division par la taille du lot."""
# diagnostic : mean_twice

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    grad = -2 * np.mean((targets - predicted)[:, None] * features, axis=0)
    theta -= lr / len(states) * grad
