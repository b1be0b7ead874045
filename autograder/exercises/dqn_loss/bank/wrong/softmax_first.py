"""Faux : une softmax est appliquée aux Q-valeurs."""
# diagnostic : softmax_of_predictions

import torch


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    probabilities = torch.nn.functional.softmax(y_pred, dim=-1)
    chosen = probabilities.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return torch.mean((q_target - chosen) ** 2)
