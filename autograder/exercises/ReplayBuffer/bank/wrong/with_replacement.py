"""Faux : le tirage se fait avec remise."""
# diagnostic : with_replacement

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return random.choices(self.data, k=batch_size)
