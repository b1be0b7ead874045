"""Juste : une deque et un générateur numpy sans graine ; la taille affichée de temps en temps."""

from collections import deque

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size=10000, verbose=True):
        self.rng = np.random.default_rng()
        self.data = deque([], buffer_size)
        self.verbose = verbose

    def store(self, element):
        self.data.append(element)
        if self.verbose and len(self.data) % 10 == 0:
            print(f"mémoire : {len(self.data)}/{self.data.maxlen}")

    def get_batch(self, batch_size, replace=False):
        choix = self.rng.choice(len(self.data), batch_size, replace=replace)
        return [self.data[int(i)] for i in choix]
