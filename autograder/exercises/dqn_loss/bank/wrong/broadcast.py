"""Faux : (B, 1) contre (B,), la différence devient (B, B)."""
# diagnostic : broadcast


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1))
    return ((chosen - q_target) ** 2).mean()
