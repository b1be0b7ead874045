"""Faux : les répétitions d'un tirage avec remise sont enlevées, le lot est trop petit."""
# diagnostic : wrong_batch_size

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
        indices = [random.randrange(len(self.data)) for _ in range(batch_size)]
        return [self.data[i] for i in set(indices)]
