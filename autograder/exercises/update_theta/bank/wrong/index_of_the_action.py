"""Faux : la cible est comparée au numéro de l'action."""
# diagnostic : action_not_value

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / len(states) * (targets - np.argmax(q_vals, axis=1)) @ features
