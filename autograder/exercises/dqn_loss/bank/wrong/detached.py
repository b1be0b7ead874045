"""Faux : la prédiction est détachée, il n'y a plus de gradient."""
# diagnostic : no_gradient


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.detach().gather(1, actions.unsqueeze(1)).squeeze(1)
    return ((chosen - q_target) ** 2).mean()
