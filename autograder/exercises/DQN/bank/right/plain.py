"""Juste : sans détour ; la plupart des réponses fausses en partent."""

import numpy as np
import poutyne
import torch


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        q_vals = self.predict_on_batch(state[np.newaxis])[0]
        return epsilon_greedy_policy(q_vals, self.action_space, epsilon)

    def soft_update(self, other, tau):
        with torch.no_grad():
            for mine, theirs in zip(self.network.parameters(), other.network.parameters()):
                mine.copy_((1 - tau) * mine + tau * theirs)
