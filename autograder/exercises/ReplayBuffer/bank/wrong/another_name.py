"""Faux : la liste ne s'appelle pas data."""
# diagnostic : data_missing

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.memory = deque(maxlen=buffer_size)

    def store(self, element):
        self.memory.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.memory, batch_size)
