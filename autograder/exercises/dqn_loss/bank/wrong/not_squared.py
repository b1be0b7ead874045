"""Faux : les écarts ne sont pas élevés au carré."""
# diagnostic : not_squared


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    total = 0.0
    for i, a in enumerate(actions):
        total += q_target[i] - y_pred[i, a]
    return total / len(actions)
