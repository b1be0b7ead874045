"""Faux : un nombre Python au lieu d'un tenseur."""
# diagnostic : python_number


def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return ((chosen - q_target) ** 2).mean().item()
