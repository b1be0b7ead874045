"""Faux : la mémoire ne dépasse jamais 10 000 éléments."""
# diagnostic : fixed_capacity

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size=10_000):
        self.data = deque(maxlen=min(buffer_size, 10_000))

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
