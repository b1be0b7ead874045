"""Faux : la cible prise à l'action prédite."""
# diagnostic : max_not_chosen

def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred.max(dim=1)[0] - q_target) ** 2).mean()
