"""Faux : chaque Q-valeur est comparée à la cible d'avant, de la deuxième à la dernière."""
# diagnostic : targets_shifted

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred[torch.arange(len(actions)), actions.long()]
    return ((chosen[1:] - q_target[:-1]) ** 2).mean()
