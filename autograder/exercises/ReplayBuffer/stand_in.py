"""Stands in for ReplayBuffer: keeps the order, and hands out neighbours, which is no sample."""

from typing import Any

import numpy as np

LARGE = 1_000_000  # transitions, from which on a memory fills fast: many times what is stored
MANY = 2_500


def stand_in(recorder: Any, seed: int) -> type:
    class Neutral:
        """Keeps everything in order and hands out a rotating window instead of a sample.

        A very large one fills in a few steps: what a loop does then need not be waited for.
        """

        def __init__(self, buffer_size):
            self.data = []
            self.size = buffer_size
            self.rng = np.random.default_rng(seed)

        def __len__(self):
            return len(self.data)

        def store(self, element):
            times = MANY if self.size >= LARGE else 1
            self.data = [*self.data, *[element] * times][-self.size :]

        def get_batch(self, batch_size):
            if batch_size > len(self.data):
                raise ValueError("le lot demandé dépasse le contenu de la mémoire")
            first = int(self.rng.integers(len(self.data)))
            return (self.data[first:] + self.data)[:batch_size]

    return noted(recorder, Neutral, handed=False)  # which batch it hands out is known


def noted(recorder: Any, own: type, *, handed: bool = True) -> type:
    """What does as `own` does, and is noted; handed: with the batches that it hands out."""

    class ReplayBuffer(own):
        def __init__(self, buffer_size):
            super().__init__(buffer_size)
            recorder.add("buffer", buffer_size=buffer_size)

        def store(self, element):
            recorder.add("store", element=element)
            return super().store(element)

        def get_batch(self, batch_size):
            stored = len(self.data)
            batch = super().get_batch(batch_size)
            told = {"batch": list(batch)} if handed else {}
            recorder.add("get_batch", batch_size=batch_size, stored=stored, **told)
            return batch

    return ReplayBuffer
