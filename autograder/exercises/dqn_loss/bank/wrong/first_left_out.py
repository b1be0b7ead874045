"""Faux : la première transition du lot est oubliée."""
# diagnostic : row_left_out


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    total = 0.0
    for i in range(1, len(actions)):
        total = total + (y_pred[i, actions[i].long()] - q_target[i]) ** 2
    return total / len(actions)
