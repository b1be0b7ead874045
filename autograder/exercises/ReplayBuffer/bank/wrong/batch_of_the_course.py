"""Faux : le lot a toujours 32 éléments."""
# diagnostic : wrong_batch_size

from collections import deque

import numpy as np


class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        places = np.random.choice(len(self.data), 32, replace=False)
        return [self.data[i] for i in places]
