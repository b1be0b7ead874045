"""Faux : les états sont multipliés par les actions."""
# diagnostic : multiplied_by_action

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = len(states)
    e = targets - q_vals[np.arange(B), actions_taken]
    theta += lr * 2 / B * (e * actions_taken) @ states
