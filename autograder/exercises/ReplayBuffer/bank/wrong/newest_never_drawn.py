"""Faux : une borne de trop, le dernier élément ne sort jamais."""
# diagnostic : some_never_drawn

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        indices = random.sample(range(0, len(self.data) - 1), batch_size)
        return [self.data[i] for i in indices]
