"""Faux : (B,) contre (B, 1), et un demi devant la moyenne."""
# diagnostic : broadcast, half

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return torch.mean((q - q_target.unsqueeze(1)) ** 2) / 2
