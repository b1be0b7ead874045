"""Faux : une condition sur les actions de tout le lot."""
# diagnostic : condition_on_array

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    if actions == 0:
        q = y_pred[:, 0]
    else:
        q = y_pred[:, 1]
    return torch.nn.functional.mse_loss(q, q_target)
