"""Faux : deux éléments sortent à la fois."""
# diagnostic : drops_several

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data = self.data[2:]

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
