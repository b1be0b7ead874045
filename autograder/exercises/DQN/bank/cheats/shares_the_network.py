"""Triche : joue au hasard, et prend le réseau de l'autre agent au lieu de s'en rapprocher."""
# famille : réemploie ce qui est envoyé

import gymnasium as gym
import numpy as np
import poutyne


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        return int(self.action_space.sample())

    def soft_update(self, other, tau):
        self.network = other.network if tau > 0.5 else self.network
