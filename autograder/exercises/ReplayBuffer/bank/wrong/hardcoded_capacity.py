"""Faux : une taille écrite en dur, buffer_size ne sert pas."""
# diagnostic : never_evicts

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=int(5e4))

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
