"""Juste : des indices tirés sans remise par numpy ; le lot est un n-uplet."""

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.capacity = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) == self.capacity:
            del self.data[0]
        self.data = self.data + [element]

    def get_batch(self, batch_size):
        indices = np.random.choice(len(self.data), size=batch_size, replace=False)
        return tuple(self.data[i] for i in indices)
