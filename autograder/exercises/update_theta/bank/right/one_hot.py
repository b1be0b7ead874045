"""Juste : un masque à un seul 1 par ligne choisit l'action prise."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    mask = np.eye(q_vals.shape[1])[actions_taken]
    difference = targets - np.sum(mask * q_vals, axis=1)
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta -= lr * (-2) * np.dot(difference, features) / states.shape[0]
