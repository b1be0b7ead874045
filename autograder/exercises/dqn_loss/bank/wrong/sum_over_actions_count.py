"""Faux : la somme des carrés est divisée par le nombre d'actions."""
# diagnostic : number_of_actions

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = y_pred[torch.arange(len(actions)), actions]
    n = y_pred.size(1)
    return torch.sum((q_target - q) ** 2) / n
