"""Faux : le lot est rendu en colonnes (les états, les actions…)."""
# diagnostic : columns_not_elements

import random

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        lot = random.sample(self.data, batch_size)
        states, actions, rewards, next_states, terminals = zip(*lot)
        return (
            np.array(states),
            np.array(actions),
            np.array(rewards),
            np.array(next_states),
            np.array(terminals),
        )
