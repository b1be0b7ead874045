"""Faux : les éléments tirés sont retirés de la mémoire."""
# diagnostic : batch_removed

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
        random.shuffle(self.data)
        return [self.data.pop() for _ in range(batch_size)]
