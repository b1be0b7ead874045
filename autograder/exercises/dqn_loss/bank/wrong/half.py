"""Faux : un facteur un demi en trop."""
# diagnostic : half


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return 0.5 * ((chosen - q_target) ** 2).mean()
