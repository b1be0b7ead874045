"""Faux : les lignes au lieu des colonnes."""
# diagnostic : gather_rows

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return torch.nn.functional.mse_loss(y_pred[actions][:, 0], q_target)
