"""Faux : une tranche tirée au hasard, les éléments restent voisins."""
# diagnostic : random_slice

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
        start = random.randint(0, len(self.data) - batch_size)
        return self.data[start : start + batch_size]
