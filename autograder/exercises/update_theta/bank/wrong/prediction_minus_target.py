"""Faux : le signe et la soustraction en même temps faux."""
# diagnostic : ascent

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    error = q_vals[np.arange(n), actions_taken] - targets
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / n * error @ features
