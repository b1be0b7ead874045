"""Juste : le mélange est calculé en NumPy, en double précision."""

import numpy as np
import poutyne
import torch


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        q_vals = self.network(torch.from_numpy(np.atleast_2d(state))).detach().numpy()
        return epsilon_greedy_policy(q_vals[0], self.action_space, epsilon)

    def soft_update(self, other, tau):
        theirs = [p.detach().numpy().astype(float) for p in other.network.parameters()]
        for mine, value in zip(self.network.parameters(), theirs):
            mixed = (1 - tau) * mine.detach().numpy().astype(float) + tau * value
            mine.data.copy_(torch.from_numpy(mixed))
