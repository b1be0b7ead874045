"""Faux : l'élément ajouté est aussitôt retiré."""
# diagnostic : drops_new_element

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop()

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
