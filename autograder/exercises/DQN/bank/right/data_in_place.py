"""Juste : l'attribut data des paramètres, multiplié puis augmenté sur place."""

import numpy as np
import poutyne


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        q_vals = self.predict_on_batch(state.reshape(1, -1)).flatten()
        return epsilon_greedy_policy(q_vals, self.action_space, epsilon)

    def soft_update(self, other, tau):
        for mine, theirs in zip(self.network.parameters(), other.network.parameters()):
            mine.data.mul_(1 - tau).add_(tau * theirs.data)
