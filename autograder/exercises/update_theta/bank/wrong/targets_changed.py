"""Faux : les cibles sont modifiées sur place."""
# diagnostic : arguments_modified

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    targets -= q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / len(states) * targets @ features
