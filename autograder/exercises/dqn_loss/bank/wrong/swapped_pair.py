"""Faux : les cibles et les actions sont prises l'une pour l'autre."""
# diagnostic : pair_swapped

import torch


def dqn_loss(y_pred, y_target):
    q_target, actions = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return torch.nn.functional.mse_loss(chosen, q_target)
