"""Faux : torch.tensor reconstruit les Q-valeurs à partir de nombres, le gradient est coupé."""
# diagnostic : no_gradient

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = torch.tensor([float(y_pred[i, a]) for i, a in enumerate(actions)])
    return torch.nn.MSELoss()(q, q_target)
