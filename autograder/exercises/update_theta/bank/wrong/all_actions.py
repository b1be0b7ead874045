"""Faux : l'erreur est sommée sur toutes les actions."""
# diagnostic : all_actions

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    errors = (targets[:, None] - q_vals).sum(axis=1)
    theta += lr * 2 / len(states) * errors @ features
