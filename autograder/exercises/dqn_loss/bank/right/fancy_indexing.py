"""Juste : indexation par lignes, moyenne des carrés."""

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = y_pred[torch.arange(y_pred.shape[0]), actions]
    return ((q_target - q) ** 2).mean()
