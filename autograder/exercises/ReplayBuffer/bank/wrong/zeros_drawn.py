"""Faux : une mémoire remplie de zéros, qui sortent tant qu'elle n'est pas pleine."""
# diagnostic : placeholders

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.buffer = np.zeros(buffer_size, dtype=object)
        self.n = 0

    @property
    def data(self):
        return list(self.buffer[: self.n])

    def store(self, element):
        self.buffer[self.n % self.buffer_size] = element
        self.n += 1

    def get_batch(self, batch_size):
        idx = np.random.permutation(self.buffer_size)[:batch_size]
        return [self.buffer[i] for i in idx]
