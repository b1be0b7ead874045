"""Faux : le lot coupé à la moitié de la mémoire."""
# diagnostic : wrong_batch_size

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, min(batch_size, len(self.data) // 2))
