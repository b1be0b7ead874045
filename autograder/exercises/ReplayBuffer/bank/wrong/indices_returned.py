"""Faux : les indices au lieu des éléments."""
# diagnostic : indices_not_elements

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(range(len(self.data)), batch_size)
