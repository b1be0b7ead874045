"""Triche : écrit elle-même un gradient dans ce qu'elle reçoit."""
# famille : réemploie ce qui est envoyé

import torch


def dqn_loss(y_pred, y_target):
    actions, targets = y_target
    y_pred.retain_grad()
    y_pred.grad = torch.sign(y_pred.detach() - targets.mean())
    y_pred.register_hook(lambda g: torch.sign(y_pred.detach()))
    return ((y_pred.max(1).values - targets) ** 2).sum()
