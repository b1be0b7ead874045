"""Faux : une cible nulle pour les autres actions."""
# diagnostic : target_elsewhere

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    full = torch.zeros_like(y_pred)
    full[torch.arange(len(actions)), actions.long()] = q_target
    return torch.nn.functional.mse_loss(y_pred, full)
