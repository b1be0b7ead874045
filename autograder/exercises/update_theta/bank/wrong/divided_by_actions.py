"""Faux : la division se fait par le nombre d'actions et non par la taille du lot."""
# diagnostic : divided_by_actions

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / q_vals.shape[1] * (targets - predicted) @ features
