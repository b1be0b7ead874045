# ruff: noqa: F821
class ReplayBuffer:
    """Une mémoire de taille fixe : le plus vieil élément sort le premier."""

    def __init__(self, buffer_size):
        self.max_size = buffer_size
        self.data = []

    def store(self, element):
        if len(self.data) == self.max_size:
            self.data.pop(0)
        self.data.append(element)

    def get_batch(self, batch_size):
        """Une liste de batch_size éléments distincts."""
        return random.sample(self.data, k=batch_size)
