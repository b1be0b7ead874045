"""Juste : une liste de pertes, empilées puis moyennées."""

import torch
import torch.nn.functional as F


def perte_d_une_transition(q, a, y):
    return F.mse_loss(q[a], y)


def dqn_loss(y_pred, y_target):
    pertes = []
    for q, a, y in zip(y_pred, *y_target):
        pertes.append(perte_d_une_transition(q, int(a), y))
    return torch.stack(pertes).mean()
