"""Faux : la taille du lot vient d'une variable du cahier."""
# diagnostic : divided_by_four

import numpy as np

batch_size = 4


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    grad = np.zeros(4)
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        grad += -2 * (y - q[a]) * phi(s, a)
    theta -= lr * grad / batch_size
