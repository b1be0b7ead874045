"""Faux : la perte de Huber au lieu de l'erreur quadratique."""
# diagnostic : huber

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return torch.nn.functional.smooth_l1_loss(chosen, q_target)
