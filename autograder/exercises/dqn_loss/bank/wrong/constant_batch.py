"""Faux : un lot de deux, comme dans l'exemple."""
# diagnostic : fixed_batch

def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    total = 0
    for i in range(2):
        total = total + (q_target[i] - y_pred[i, actions[i].long()]) ** 2
    return total / 2
