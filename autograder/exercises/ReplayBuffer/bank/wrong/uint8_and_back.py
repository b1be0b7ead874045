"""Faux : les états passés en octets puis rendus en flottants."""
# diagnostic : integer_states

import random
from collections import deque

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        if isinstance(element, tuple) and len(element) == 5:
            s, a, r, n, d = element
            element = (np.uint8(s), a, r, np.uint8(n), d)
        self.data.append(element)

    def get_batch(self, batch_size):
        batch = []
        for e in random.sample(self.data, batch_size):
            if isinstance(e, tuple) and len(e) == 5:
                s, a, r, n, d = e
                e = (s.astype(float), a, r, n.astype(float), d)
            batch.append(e)
        return batch
