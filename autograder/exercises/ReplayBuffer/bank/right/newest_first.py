"""Juste : les éléments récents sont au début ; un __len__ en plus."""

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def __len__(self):
        return len(self.data)

    def store(self, element):
        self.data.insert(0, element)
        while len(self) > self.buffer_size:
            self.data.pop()

    def get_batch(self, batch_size):
        order = np.random.permutation(len(self))[:batch_size]
        return [self.data[i] for i in order]
