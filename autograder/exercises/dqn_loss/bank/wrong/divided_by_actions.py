"""Faux : la moyenne compte aussi les actions non prises."""
# diagnostic : divided_by_actions

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    mask = torch.nn.functional.one_hot(actions, y_pred.shape[1])
    return (mask * (y_pred - q_target.unsqueeze(1)) ** 2).mean()
