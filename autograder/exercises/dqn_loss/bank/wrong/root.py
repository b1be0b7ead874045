"""Faux : la racine de l'erreur quadratique moyenne."""
# diagnostic : square_root

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return torch.sqrt(torch.nn.functional.mse_loss(chosen, q_target))
