"""Faux : c'est le plus récent qui cède sa place."""
# diagnostic : drops_newest

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) == self.buffer_size:
            self.data.pop()
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
