"""Exercise ReplayBuffer: a bounded memory of transitions."""

import random
from typing import Any


class ReplayBuffer:
    """
    Mémoire de relecture : garde les derniers éléments reçus, jusqu'à une taille maximale.

    Source : Lin (1992) ; Mnih et al. (2013), section 4.
    """

    def __init__(self, buffer_size: int) -> None:
        """
        Crée une mémoire vide de `buffer_size` places.

        L'attribut `data` contient les éléments gardés ; `len(buffer.data)` en donne le nombre.
        """
        self.buffer_size = buffer_size
        self.data = []
        self._oldest = 0

    def store(self, element: Any) -> None:
        """
        Entrepose un élément. Si la mémoire est pleine, le plus ancien cède sa place.
        """
        if len(self.data) < self.buffer_size:
            self.data.append(element)
        else:  # une écriture circulaire : ni décalage ni copie
            self.data[self._oldest] = element
            self._oldest = (self._oldest + 1) % self.buffer_size

    def get_batch(self, batch_size: int) -> list[Any]:
        """
        Tire au hasard `batch_size` éléments distincts de la mémoire et en renvoie la liste.
        La mémoire reste telle quelle.
        """
        return random.sample(self.data, batch_size)
