"""Faux : les erreurs sont bornées entre -1 et 1."""
# diagnostic : clipped_error

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q_sa = y_pred.gather(1, actions.view(-1, 1)).view(-1)
    erreur = torch.clamp(q_target - q_sa, -1, 1)
    return torch.mean(erreur**2)
