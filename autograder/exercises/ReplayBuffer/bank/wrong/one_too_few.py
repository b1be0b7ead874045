"""Faux : la mémoire garde un élément de moins."""
# diagnostic : one_too_few

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) >= self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
