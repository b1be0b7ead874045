"""Faux : les cibles sont converties en entiers avec les actions."""
# diagnostic : integer_targets


def dqn_loss(y_pred, y_target):
    actions, q_target = (t.long() for t in y_target)
    q = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return ((q - q_target) ** 2).mean()
