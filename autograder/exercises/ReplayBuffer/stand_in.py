"""Stands in for ReplayBuffer: keeps the order, and hands out a window that turns."""


def stand_in(recorder):
    class ReplayBuffer:
        """Keeps everything in order and hands out a rotating window instead of a sample."""

        def __init__(self, buffer_size):
            self.data = []
            self.size = buffer_size
            self.turn = 0
            recorder.add("buffer", buffer_size=buffer_size)

        def __len__(self):
            return len(self.data)

        def store(self, element):
            recorder.add("store", element=element)
            self.data = [*self.data, element][-self.size :]

        def get_batch(self, batch_size):
            recorder.add("get_batch", batch_size=batch_size, stored=len(self.data))
            if batch_size > len(self.data):
                raise ValueError("le lot demandé dépasse le contenu de la mémoire")
            self.turn += 1
            rotated = self.data[-(self.turn % len(self.data)) :] + self.data
            return rotated[:batch_size]

    return ReplayBuffer
