"""Faux : le modulo de l'écriture circulaire oublie la dernière case."""
# diagnostic : drops_at_random

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []
        self.index = 0

    def store(self, element):
        if len(self.data) < self.buffer_size:
            self.data.append(element)
        else:
            self.data[self.index] = element
            self.index = (self.index + 1) % max(1, self.buffer_size - 1)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
