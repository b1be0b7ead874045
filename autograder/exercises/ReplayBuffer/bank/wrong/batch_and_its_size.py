"""Faux : get_batch renvoie aussi la taille du lot."""
# diagnostic : tuple_returned

import random
from collections import deque


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        batch = random.sample(list(self.data), batch_size)
        return batch, len(batch)
