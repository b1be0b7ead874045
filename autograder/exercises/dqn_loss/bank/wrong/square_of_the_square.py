"""Faux : les erreurs sont mises au carré, puis mse_loss le refait."""
# diagnostic : fourth_power

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred[torch.arange(len(actions)), actions.long()]
    squares = (chosen - q_target).pow(2)
    return torch.nn.MSELoss()(squares, torch.zeros_like(squares))
