"""Juste : une copie mélangée, dont on prend le début."""

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data = (self.data + [element])[-self.buffer_size :]

    def get_batch(self, batch_size):
        copy = list(self.data)
        random.shuffle(copy)
        return copy[:batch_size]
