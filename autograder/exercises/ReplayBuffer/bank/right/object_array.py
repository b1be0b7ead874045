"""Juste : le lot est un tableau d'objets de numpy ; la case à remplacer avance en rond."""

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.position = 0
        self.data = []

    def store(self, element):
        if len(self.data) == self.buffer_size:
            self.data[self.position] = element
        else:
            self.data.append(element)
        self.position += 1
        if self.position >= self.buffer_size:
            self.position = 0

    def get_batch(self, batch_size):
        indices = np.arange(len(self.data))
        np.random.shuffle(indices)
        lot = np.empty(batch_size, dtype=object)
        for k, i in enumerate(indices[:batch_size]):
            lot[k] = self.data[i]
        return list(lot)
