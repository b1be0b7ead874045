"""Juste : lerp_ sur place, et un tirage écrit dans la méthode."""

import random

import poutyne
import torch


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        if random.random() < epsilon:
            return int(self.action_space.sample())
        with torch.no_grad():
            return self.network(torch.as_tensor(state).float().unsqueeze(0)).argmax(1).item()

    @torch.no_grad()
    def soft_update(self, other, tau):
        for mine, theirs in zip(self.network.parameters(), other.network.parameters()):
            mine.lerp_(theirs, tau)
