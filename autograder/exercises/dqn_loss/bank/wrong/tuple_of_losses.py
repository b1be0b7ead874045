"""Faux : un couple."""
# diagnostic : tuple_returned

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return torch.nn.functional.mse_loss(chosen, q_target), chosen
