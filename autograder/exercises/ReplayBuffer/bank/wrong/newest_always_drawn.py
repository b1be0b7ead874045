"""Faux : la dernière transition fait partie de tous les lots."""
# diagnostic : newest_always_drawn

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
        anciens = random.sample(self.data[:-1], batch_size - 1)
        return anciens + [self.data[-1]]
