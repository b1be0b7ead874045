"""Juste : une boucle sur les transitions, et des affichages."""


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    print(actions)
    print(q_target)
    total = 0
    for i in range(len(actions)):
        total = total + (q_target[i] - y_pred[i, actions[i]]) ** 2
    return total / len(actions)
