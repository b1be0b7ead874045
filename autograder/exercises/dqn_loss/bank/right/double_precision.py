"""Juste : tout est converti en float64 avant le calcul."""

import torch


def dqn_loss(y_pred, y_target):
    actions = torch.as_tensor(y_target[0]).to(torch.int64)
    q_target = torch.as_tensor(y_target[1]).double()
    B = y_pred.shape[0]
    q = y_pred.double()[range(B), actions]
    return torch.sum((q_target - q) ** 2) / B
