"""Faux : la moyenne est encore divisée par la taille du lot."""
# diagnostic : divided_twice

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    B = y_pred.shape[0]
    q = y_pred[torch.arange(B), actions]
    return (1 / B) * torch.nn.functional.mse_loss(q, q_target)
