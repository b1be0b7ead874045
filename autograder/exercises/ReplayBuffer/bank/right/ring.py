"""Juste : une écriture circulaire."""

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.size = buffer_size
        self.data = []
        self.count = 0

    def store(self, element):
        if len(self.data) < self.size:
            self.data.append(None)
        self.data[self.count % self.size] = element
        self.count += 1

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
