"""Juste : tous les poids en un seul vecteur, mélangés d'un coup."""

import numpy as np
import poutyne
import torch
from torch.nn.utils import parameters_to_vector


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def _q_vals(self, state):
        return self.predict_on_batch(state[None])[0]

    def get_action(self, state, epsilon):
        return epsilon_greedy_policy(self._q_vals(state), self.action_space, epsilon)

    def soft_update(self, other, tau):
        with torch.no_grad():
            mine = parameters_to_vector(self.network.parameters())
            theirs = parameters_to_vector(other.network.parameters())
            mixed = (1 - tau) * mine + tau * theirs
            for one, value in zip(
                self.network.parameters(),
                torch.split(mixed, [p.numel() for p in self.network.parameters()]),
            ):
                one.copy_(value.view_as(one))
