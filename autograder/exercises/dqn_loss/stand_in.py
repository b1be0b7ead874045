"""Stands in for dqn_loss: draws every Q-value to zero, whatever the targets."""


def stand_in(recorder):
    def dqn_loss(y_pred, y_target):
        actions, q_target = y_target
        recorder.add("update", y_pred=y_pred, actions=actions, targets=q_target)
        return (y_pred**2).mean()

    return dqn_loss
