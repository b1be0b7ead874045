"""Juste : un masque à un seul 1 par ligne."""

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    mask = torch.nn.functional.one_hot(actions.long(), num_classes=y_pred.size(1))
    return torch.mean((torch.sum(y_pred * mask, dim=1) - q_target).pow(2))
