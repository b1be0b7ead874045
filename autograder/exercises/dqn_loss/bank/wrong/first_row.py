"""Faux : les Q-valeurs de la première ligne servent à tout le lot."""
# diagnostic : flat_take


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred[0, actions] - q_target) ** 2).mean()
