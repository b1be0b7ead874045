"""Faux : le signe de la perte est changé, on monterait le gradient."""
# diagnostic : negative


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return -((chosen - q_target) ** 2).mean()
