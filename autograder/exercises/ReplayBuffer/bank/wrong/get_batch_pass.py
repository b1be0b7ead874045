"""Faux : get_batch n'est pas écrit."""
# diagnostic : missing_return, never_evicts

class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        pass
