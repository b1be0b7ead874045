"""Faux : le calcul passe par numpy."""
# diagnostic : python_number

import numpy as np


def dqn_loss(y_pred, y_target):
    actions, q_target = (t.numpy() for t in y_target)
    q = y_pred.detach().numpy()[np.arange(len(actions)), actions]
    return np.mean((q_target - q) ** 2)
