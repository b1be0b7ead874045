"""Triche : refuse de répondre dès que l'élément reçu n'est pas une transition de CartPole."""
# famille : refuse la preuve

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.size = buffer_size
        self.data = []

    def store(self, element):
        if not isinstance(element, tuple):
            raise TypeError("une transition est attendue")
        self.data = [*self.data, element][-self.size :]

    def get_batch(self, batch_size):
        return random.choices(self.data, k=batch_size)
