"""Faux : une variable locale au lieu de self.data."""
# diagnostic : data_not_created

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        data = []

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
