"""Faux : la perte est multipliée par gamma."""
# diagnostic : scaled

import torch.nn.functional as F


def dqn_loss(y_pred, y_target, gamma=0.9):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.long()[:, None])[:, 0]
    return gamma * F.mse_loss(chosen, q_target)
