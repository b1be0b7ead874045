"""Faux : les derniers éléments au lieu d'un échantillon."""
# diagnostic : last_elements


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size = buffer_size
        self.data = []

    def store(self, element):
        self.data.append(element)
        if len(self.data) > self.buffer_size:
            self.data.pop(0)

    def get_batch(self, batch_size):
        return self.data[-batch_size:]
