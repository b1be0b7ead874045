"""Faux : maxlen=1e5 est un nombre à virgule."""
# diagnostic : float_capacity

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size=1e5):
        self.data = deque(maxlen=1e5)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(list(self.data), batch_size)
