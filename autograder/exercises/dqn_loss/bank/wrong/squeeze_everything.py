"""Faux : squeeze() sans axe, la boucle échoue sur un lot d'une transition."""
# diagnostic : squeeze_all


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    q = y_pred.gather(1, actions.unsqueeze(1)).squeeze()
    perte = 0
    for k in range(len(q)):
        perte = perte + (q[k] - q_target[k]) ** 2
    return perte / len(q)
