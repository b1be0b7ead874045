"""Faux : la liste est un attribut de classe."""
# diagnostic : shared_storage

import random


class ReplayBuffer:
    data = []

    def __init__(self, buffer_size):
        self.buffer_size = buffer_size

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
