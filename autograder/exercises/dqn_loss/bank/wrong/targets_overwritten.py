"""Faux : les erreurs sont écrites à la place des cibles reçues."""
# diagnostic : arguments_modified

import torch


def dqn_loss(y_pred, y_target):
    actions, erreur = y_target
    erreur -= y_pred[torch.arange(len(actions)), actions]
    return (erreur**2).mean()
