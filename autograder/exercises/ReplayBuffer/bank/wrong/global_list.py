"""Faux : une liste globale du cahier sert à toutes les mémoires."""
# diagnostic : shared_storage

import random

memoire = []


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = memoire

    def store(self, element):
        memoire.append(element)
        if len(memoire) > self.buffer_size:
            del memoire[0]

    def get_batch(self, batch_size):
        return random.sample(memoire, batch_size)
