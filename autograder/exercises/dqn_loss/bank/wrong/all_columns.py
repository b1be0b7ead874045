"""Faux : y_pred[:, actions] prend toutes les colonnes dans toutes les lignes."""
# diagnostic : column_indexing

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    predictions = y_pred[:, actions]
    return torch.mean((q_target - predictions) ** 2)
