"""Stands in for ReplayBuffer: keeps the order, and hands out neighbours, which is no sample."""

import functools
import inspect
import itertools
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


def noted(recorder: Any, own: Any, *, handed: bool = True) -> Any:
    """`own`, whose methods are noted; handed: with the batches that they hand out.

    What is no such class is left alone.
    """
    is_memory = inspect.isclass(own) and hasattr(own, "store") and hasattr(own, "get_batch")
    if not is_memory:
        return own
    first, own_store, own_get_batch = own.__init__, own.store, own.get_batch

    @functools.wraps(first)
    def begin(self, *given, **named):
        first(self, *given, **named)
        (buffer_size,) = itertools.chain(given, named.values())
        recorder.add("buffer", buffer_size=buffer_size)

    @functools.wraps(own_store)
    def store(self, *given, **named):
        (element,) = itertools.chain(given, named.values())
        recorder.add("store", element=element)
        return own_store(self, *given, **named)

    @functools.wraps(own_get_batch)
    def get_batch(self, *given, **named):
        stored = len(self.data)
        batch = own_get_batch(self, *given, **named)
        (batch_size,) = itertools.chain(given, named.values())
        told = {"batch": list(batch)} if handed else {}
        recorder.add("get_batch", batch_size=batch_size, stored=stored, **told)
        return batch

    own.__init__, own.store, own.get_batch = begin, store, get_batch
    return own
