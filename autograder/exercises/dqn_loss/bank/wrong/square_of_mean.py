"""Faux : le carré de l'erreur moyenne au lieu de la moyenne des carrés."""
# diagnostic : square_of_mean


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    erreurs = q_target - y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return erreurs.mean() ** 2
