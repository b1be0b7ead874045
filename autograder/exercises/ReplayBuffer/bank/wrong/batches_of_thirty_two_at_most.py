"""Faux : un lot n'a jamais plus de 32 transitions."""
# diagnostic : largest_batch

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            del self.data[0]

    def get_batch(self, batch_size):
        return random.sample(self.data, min(batch_size, 32))
