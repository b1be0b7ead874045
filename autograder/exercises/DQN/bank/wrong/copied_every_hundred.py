"""Faux : tous les cent appels, une copie entière remplace la mise à jour douce."""

import numpy as np
import poutyne
import torch


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space
        self.appels = 0

    def get_action(self, state, epsilon):
        q_vals = self.predict_on_batch(state[np.newaxis])[0]
        return epsilon_greedy_policy(q_vals, self.action_space, epsilon)

    def soft_update(self, other, tau):
        self.appels += 1
        if self.appels % 100 == 0:
            self.network.load_state_dict(other.network.state_dict())
        with torch.no_grad():
            for mine, theirs in zip(self.network.parameters(), other.network.parameters()):
                mine.lerp_(theirs, tau)
