"""Faux : un lot n'a jamais plus de 64 transitions."""
# diagnostic : largest_batch

import random
from collections import deque


class ReplayBuffer:
    LOT_MAXIMAL = 64

    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        taille = min(batch_size, self.LOT_MAXIMAL)
        return random.sample(self.data, taille)
