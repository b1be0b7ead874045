"""Faux : la cible est comparée aux Q-valeurs de toutes les actions."""
# diagnostic : all_actions


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred - q_target.unsqueeze(1)) ** 2).mean()
