"""Faux : None tant que la mémoire n'est pas pleine."""
# diagnostic : waits_until_full

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        if len(self.data) < self.buffer_size:
            return None
        return random.sample(self.data, batch_size)
