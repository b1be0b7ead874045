"""Faux : la mémoire remplie de None d'avance."""
# diagnostic : placeholders

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = [None] * buffer_size
        self.position = 0

    def store(self, element):
        self.data[self.position] = element
        self.position = (self.position + 1) % self.buffer_size

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
