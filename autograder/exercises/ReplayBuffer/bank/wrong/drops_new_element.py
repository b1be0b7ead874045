"""Faux : quand la mémoire est pleine, le nouvel élément est perdu."""
# diagnostic : drops_new_element

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) < self.buffer_size:
            self.data.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
