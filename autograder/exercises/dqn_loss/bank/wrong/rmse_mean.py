"""Faux : la racine de chaque erreur."""
# diagnostic : absolute_error

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return torch.sqrt((chosen - q_target) ** 2).mean()
