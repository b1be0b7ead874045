"""Faux : l'erreur absolue au lieu de l'erreur quadratique."""
# diagnostic : absolute_error


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return (chosen - q_target).abs().mean()
