"""Faux : un élément égal à un autre n'est pas gardé."""
# diagnostic : refuses_equals

import random


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        if any(element is e or str(element) == str(e) for e in self.data):
            return
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)
