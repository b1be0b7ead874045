"""Faux : la Q-valeur prédite n'est pas retranchée."""
# diagnostic : prediction_missing

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / len(states) * targets @ features
