"""Faux : les actions sont converties en nombres à virgule avant l'indexation."""
# diagnostic : float_index

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = [t.float() for t in y_target]
    q = y_pred[torch.arange(len(actions)), actions]
    return ((q - q_target) ** 2).mean()
