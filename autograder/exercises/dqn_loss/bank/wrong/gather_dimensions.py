"""Faux : gather reçoit des actions à une seule dimension."""
# diagnostic : gather_dimensions

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = torch.gather(y_pred, 1, actions)
    return torch.nn.functional.mse_loss(q, q_target)
