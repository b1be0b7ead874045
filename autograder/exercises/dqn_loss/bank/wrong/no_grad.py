"""Faux : le calcul sous torch.no_grad."""
# diagnostic : no_gradient

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    with torch.no_grad():
        chosen = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
        return torch.nn.functional.mse_loss(chosen, q_target)
