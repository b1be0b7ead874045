"""Faux : np.array d'un lot de transitions, dont les parties n'ont pas la même forme."""
# diagnostic : numpy_batch

import random

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        self.data = self.data[-self.buffer_size :]

    def get_batch(self, batch_size):
        return np.array(random.sample(self.data, batch_size))
