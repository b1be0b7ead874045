"""Faux : np.random.choice refuse les transitions, qui ne font pas un tableau à une dimension."""
# diagnostic : numpy_batch

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) >= self.buffer_size:
            self.data.pop(0)
        self.data.append(element)

    def get_batch(self, batch_size):
        return np.random.choice(self.data, batch_size, replace=False)
