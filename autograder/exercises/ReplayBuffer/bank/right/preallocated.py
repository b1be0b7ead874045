"""Juste : des places réservées d'avance, dont `data` ne montre que celles qui sont occupées."""

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self._places = [None] * buffer_size
        self._recus = 0

    @property
    def data(self):
        return self._places[: self._recus]

    def __len__(self):
        return min(self._recus, len(self._places))

    def store(self, element):
        self._places[self._recus % len(self._places)] = element
        self._recus += 1

    def get_batch(self, batch_size):
        indices = random.sample(range(len(self)), batch_size)
        return [self._places[i] for i in indices]
