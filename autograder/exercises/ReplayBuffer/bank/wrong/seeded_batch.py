"""Faux : la graine est remise dans get_batch, le lot est toujours le même."""
# diagnostic : fixed_batch

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) == self.buffer_size:
            self.data = self.data[1:]
        self.data.append(element)

    def get_batch(self, batch_size):
        random.seed(42)
        return random.sample(self.data, batch_size)
