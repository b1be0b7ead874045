"""Faux : la plus grande Q-valeur au lieu de celle de l'action prise."""
# diagnostic : max_not_chosen

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / len(states) * (targets - q_vals.max(axis=1)) @ features
