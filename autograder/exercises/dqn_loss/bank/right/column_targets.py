"""Juste : tout est mis en colonnes (B, 1) avant la soustraction."""

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = torch.take_along_dim(y_pred, actions.view(-1, 1), dim=1)
    return torch.nn.MSELoss()(chosen, q_target.view(-1, 1).detach())
