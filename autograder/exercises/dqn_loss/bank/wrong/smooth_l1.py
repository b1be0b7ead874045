"""Faux : smooth_l1_loss, la perte du tutoriel de PyTorch."""
# diagnostic : huber

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.long().unsqueeze(1))
    return torch.nn.functional.smooth_l1_loss(chosen, q_target.unsqueeze(1))
