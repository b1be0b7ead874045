"""Faux : les états sont convertis en octets."""
# diagnostic : integer_states

import random

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if isinstance(element, tuple):
            s, a, r, next_s, fini = element
            element = (s.astype(np.uint8), a, r, next_s.astype(np.uint8), fini)
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
