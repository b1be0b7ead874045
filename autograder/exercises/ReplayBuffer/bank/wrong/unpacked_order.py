"""Faux : les composantes rendues dans un autre ordre."""
# diagnostic : parts_reordered

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        if isinstance(element, tuple) and len(element) == 5:
            s, a, next_s, r, d = element
            element = (s, a, r, next_s, d)
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
