"""Juste : une boucle tire des indices jusqu'à en avoir assez de différents."""

import random


class ReplayBuffer:
    """Ma mémoire : une simple liste."""

    def __init__(self, buffer_size: int) -> None:
        self.taille_max = buffer_size
        self.data: list = []

    def est_pleine(self) -> bool:
        return len(self.data) >= self.taille_max

    def store(self, element) -> None:
        if self.est_pleine():
            del self.data[0]
        self.data.append(element)

    def get_batch(self, batch_size: int) -> list:
        deja = set()
        lot = []
        while len(lot) < batch_size:
            i = random.randint(0, len(self.data) - 1)
            if i in deja:
                continue
            deja.add(i)
            lot.append(self.data[i])
        return lot
