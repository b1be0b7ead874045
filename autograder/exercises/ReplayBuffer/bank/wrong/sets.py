"""Faux : un ensemble."""
# diagnostic : set_not_list

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = set()

    def store(self, element):
        self.data.add(element)
        if len(self.data) > self.buffer_size:
            self.data.pop()

    def get_batch(self, batch_size):
        return random.sample(list(self.data), batch_size)
