"""Faux : la mémoire elle-même est mélangée, le premier de la liste n'est plus le plus ancien."""
# diagnostic : order_lost

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.max = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) == self.max:
            self.data.pop(0)
        self.data.append(element)

    def get_batch(self, batch_size):
        random.shuffle(self.data)
        return self.data[:batch_size]
