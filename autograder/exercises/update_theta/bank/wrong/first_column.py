"""Faux : la Q-valeur de l'action 0, quelle que soit l'action prise."""
# diagnostic : fixed_action

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    grad = np.zeros(4)
    for i in range(len(states)):
        grad -= 2 * (targets[i] - q_vals[i][0]) * phi(states[i], actions_taken[i])
    theta -= lr * grad / len(states)
