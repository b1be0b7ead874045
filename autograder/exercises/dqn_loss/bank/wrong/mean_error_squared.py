"""Faux : le carré de l'erreur moyenne."""
# diagnostic : square_of_mean

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred[torch.arange(len(actions)), actions.long()]
    return (chosen - q_target).mean() ** 2
