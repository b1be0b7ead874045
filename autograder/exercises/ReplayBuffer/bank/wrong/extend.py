"""Faux : extend au lieu de append."""
# diagnostic : extended_not_appended

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.extend(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
