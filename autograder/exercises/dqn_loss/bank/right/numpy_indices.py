"""Juste : numpy pour les indices seulement ; la norme au carré, divisée par la taille du lot."""

import numpy as np
import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    rows = np.arange(actions.shape[0])
    chosen = y_pred[rows, actions.numpy()]
    ecart = chosen - q_target.detach()
    return torch.dot(ecart, ecart) / len(rows)
