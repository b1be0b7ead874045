"""Faux : np.random.choice remet par défaut, et la mémoire déborde d'une place."""
# diagnostic : with_replacement, one_too_many

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) <= self.buffer_size:
            self.data.append(element)
        else:
            self.data.pop(0)
            self.data.append(element)

    def get_batch(self, batch_size):
        choix = np.random.choice(len(self.data), batch_size)
        return [self.data[c] for c in choix]
