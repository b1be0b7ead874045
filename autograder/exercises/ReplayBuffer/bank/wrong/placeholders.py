"""Faux : des places vides peuvent être tirées avant que la mémoire soit pleine."""
# diagnostic : placeholders

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = [None] * buffer_size
        self.position = 0

    def store(self, element):
        self.data[self.position] = element
        self.position = (self.position + 1) % len(self.data)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
