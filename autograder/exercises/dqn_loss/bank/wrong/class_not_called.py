"""Faux : MSELoss appelée sans être construite."""
# diagnostic : loss_not_built

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return torch.nn.MSELoss(chosen, q_target)
