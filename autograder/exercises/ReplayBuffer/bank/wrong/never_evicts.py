"""Faux : rien ne sort jamais."""
# diagnostic : never_evicts

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
