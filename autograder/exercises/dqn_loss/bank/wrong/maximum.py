"""Faux : la plus grande Q-valeur au lieu de celle de l'action prise."""
# diagnostic : max_not_chosen


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred.max(dim=1).values - q_target) ** 2).mean()
