"""Faux : les premiers éléments de la liste, sans tirage."""
# diagnostic : first_elements

from collections import deque
from itertools import islice


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return list(islice(self.data, batch_size))
