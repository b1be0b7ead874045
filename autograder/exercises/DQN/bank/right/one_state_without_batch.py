"""Juste : un état seul, que le réseau accepte aussi ; l'écart est ajouté."""

import numpy as np
import poutyne
import torch


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        q_vals = self.predict_on_batch(state)
        if np.random.uniform() >= epsilon:
            return np.argmax(q_vals)
        return np.random.choice(self.action_space.n)

    def soft_update(self, other, tau):
        pairs = zip(self.network.named_parameters(), other.network.named_parameters())
        with torch.no_grad():
            for (_, mine), (_, theirs) in pairs:
                mine += tau * (theirs - mine)
