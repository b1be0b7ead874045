"""Juste : les deux colonnes, une par action de CartPole, choisies par un calcul."""


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred[:, 0] * (1 - actions) + y_pred[:, 1] * actions
    return ((chosen - q_target) ** 2).mean()
