"""Faux : la boucle part de 1, il manque un élément au lot."""
# diagnostic : wrong_batch_size

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        ordre = list(range(len(self.data)))
        random.shuffle(ordre)
        lot = []
        for k in range(1, batch_size):
            lot.append(self.data[ordre[k]])
        return lot
