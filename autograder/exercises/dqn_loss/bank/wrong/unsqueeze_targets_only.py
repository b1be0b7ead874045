"""Faux : la cible seule en colonne."""
# diagnostic : broadcast

def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return ((chosen - q_target.unsqueeze(1)) ** 2).mean()
