"""Faux : le couple déballé dans l'autre ordre."""
# diagnostic : pair_swapped

def dqn_loss(y_pred, y_target):
    q_target, actions = y_target
    chosen = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return ((chosen - q_target) ** 2).mean()
