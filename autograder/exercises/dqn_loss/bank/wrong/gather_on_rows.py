"""Faux : gather sur l'axe 0."""
# diagnostic : gather_rows

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = y_pred.gather(0, actions.long().unsqueeze(0)).squeeze(0)
    return torch.mean((q - q_target) ** 2)
