"""Faux : phi ne multiplie que la Q-valeur."""
# diagnostic : error_parentheses

import numpy as np



def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    terms = [
        target - q[a] * phi(s, a)
        for s, a, target, q in zip(states, actions_taken, targets, q_vals, strict=True)
    ]
    theta += 2 * lr * np.mean(terms, axis=0)
