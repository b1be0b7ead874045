"""Faux : gather le long des lignes au lieu des colonnes."""
# diagnostic : gather_rows

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = y_pred.gather(0, actions.unsqueeze(1)).squeeze(1)
    return torch.nn.functional.mse_loss(q, q_target)
