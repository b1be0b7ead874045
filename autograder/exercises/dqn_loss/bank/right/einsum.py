"""Juste : einsum avec une matrice de 0 et de 1, sans sortir de PyTorch."""

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    selection = torch.zeros_like(y_pred).scatter_(1, actions.view(-1, 1), 1.0)
    q = torch.einsum("ba,ba->b", y_pred, selection)
    loss_fn = torch.nn.MSELoss(reduction="mean")
    return loss_fn(q, q_target)
