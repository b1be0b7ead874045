"""Faux : le lot converti en tableau numpy d'objets."""
# diagnostic : numpy_batch

import random
from collections import deque

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return np.array(random.sample(self.data, batch_size))
