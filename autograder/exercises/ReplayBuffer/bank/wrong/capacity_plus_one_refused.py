"""Faux : une place de trop, puis le plus récent refusé."""
# diagnostic : drops_new_element, one_too_many

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) <= self.buffer_size:
            self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
