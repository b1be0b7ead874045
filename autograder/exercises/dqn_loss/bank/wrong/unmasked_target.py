"""Faux : le masque ne s'applique qu'aux prédictions, les autres actions sont tirées vers zéro."""
# diagnostic : unmasked_target

import torch
import torch.nn.functional as F


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    masque = F.one_hot(actions, y_pred.shape[1]).float()
    return torch.mean((masque * y_pred - q_target.unsqueeze(-1)) ** 2)
