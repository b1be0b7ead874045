"""Faux : l'indice avance avant l'écriture, le deuxième élément sort avant le premier."""
# diagnostic : ring_misaligned

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []
        self.i = 0

    def store(self, element):
        if len(self.data) < self.buffer_size:
            self.data.append(element)
        else:
            self.i = (self.i + 1) % self.buffer_size
            self.data[self.i] = element

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
