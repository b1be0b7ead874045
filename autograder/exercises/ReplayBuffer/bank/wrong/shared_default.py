"""Faux : un défaut modifiable est partagé par toutes les mémoires."""
# diagnostic : shared_storage

import random


class ReplayBuffer:
    def __init__(self, buffer_size, data=[]):
        self.buffer_size = buffer_size
        self.data = data

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
