"""Faux : y_pred[:, actions]."""
# diagnostic : column_indexing

def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred[:, actions.long()] - q_target) ** 2).mean()
