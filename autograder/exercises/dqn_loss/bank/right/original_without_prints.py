"""Juste : l'original, dont le squeeze() sans axe donne la même perte par diffusion."""

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q_predicted = y_pred.gather(1, actions.unsqueeze(-1)).squeeze()
    return torch.nn.functional.mse_loss(q_predicted, q_target)
