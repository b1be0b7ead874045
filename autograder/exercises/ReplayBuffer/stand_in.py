"""Stands in for ReplayBuffer: keeps the order, and hands out neighbours, which is no sample."""

from typing import Any

import numpy as np

LARGE = 1_000_000  # transitions, from which on a memory fills fast: many times what is stored
MANY = 2_500


def stand_in(recorder: Any, seed: int) -> type:
    class ReplayBuffer:
        """Keeps everything in order and hands out a rotating window instead of a sample.

        A very large one fills in a few steps: what a loop does then need not be waited for.
        """

        def __init__(self, buffer_size):
            self.data = []
            self.size = buffer_size
            self.rng = np.random.default_rng(seed)
            recorder.add("buffer", buffer_size=buffer_size)

        def __len__(self):
            return len(self.data)

        def store(self, element):
            recorder.add("store", element=element)
            times = MANY if self.size >= LARGE else 1
            self.data = [*self.data, *[element] * times][-self.size :]

        def get_batch(self, batch_size):
            recorder.add("get_batch", batch_size=batch_size, stored=len(self.data))
            if batch_size > len(self.data):
                raise ValueError("le lot demandé dépasse le contenu de la mémoire")
            first = int(self.rng.integers(len(self.data)))
            return (self.data[first:] + self.data)[:batch_size]

    return ReplayBuffer
