"""Faux : chaque erreur remplace la précédente."""
# diagnostic : last_transition_only


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    for i in range(len(actions)):
        perte = (q_target[i] - y_pred[i, actions[i].long()]) ** 2
    return perte / len(actions)
