"""Faux : une perte par transition, sans moyenne."""
# diagnostic : one_per_transition


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return (chosen - q_target) ** 2
