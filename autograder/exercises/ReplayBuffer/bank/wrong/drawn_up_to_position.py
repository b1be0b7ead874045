"""Faux : une fois la mémoire pleine, seules les cases déjà réécrites sont tirées."""
# diagnostic : some_never_drawn

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []
        self.position = 0

    def store(self, element):
        if len(self.data) < self.buffer_size:
            self.data.append(element)
        else:
            self.data[self.position % self.buffer_size] = element
        self.position += 1

    def get_batch(self, batch_size):
        fin = max(self.position % self.buffer_size, batch_size)
        tirage = np.random.choice(fin, size=batch_size, replace=False)
        return [self.data[i] for i in tirage]
