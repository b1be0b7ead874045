"""Juste : une classe de base à côté, un tri aléatoire, des avertissements et une progression."""

import random
import sys
import warnings
from collections import deque


class Memoire:
    def __init__(self, n):
        self.n = n
        self.data = deque()

    def store(self, element):
        while len(self.data) >= self.n:
            self.data.popleft()
        self.data.append(element)
        return len(self.data)


class ReplayBuffer(Memoire):
    def __init__(self, buffer_size):
        super().__init__(int(buffer_size))

    def get_batch(self, batch_size):
        if batch_size > len(self.data) // 2:
            warnings.warn("lot presque aussi grand que la mémoire")
        print(f"lot de {batch_size}", file=sys.stderr)
        melange = sorted(self.data, key=lambda _: random.random())
        return melange[:batch_size]
