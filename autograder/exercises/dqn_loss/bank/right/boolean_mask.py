"""Juste : un masque de booléens, une barre de progression et des avertissements."""

import sys
import warnings

import torch


def dqn_loss(y_pred, y_target):
    (actions, q_target) = y_target
    warnings.warn("perte calculée par un masque")
    print(f"lot de {len(actions)}", file=sys.stderr)
    n_actions = y_pred.shape[-1]
    mask = actions.reshape(-1, 1) == torch.arange(n_actions).reshape(1, -1)
    chosen = y_pred[mask]
    return torch.nn.functional.mse_loss(q_target, chosen, reduction="sum") / chosen.numel()
