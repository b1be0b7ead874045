"""Juste : les get_weights et set_weights de Poutyne."""

import numpy as np
import poutyne


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        return epsilon_greedy_policy(
            self.predict_on_batch(np.array([state]))[0], self.action_space, epsilon
        )

    def soft_update(self, other, tau):
        mine, theirs = self.get_weight_copies(), other.get_weights()
        for name in mine:
            mine[name] = mine[name] * (1 - tau) + theirs[name] * tau
        self.set_weights(mine)
