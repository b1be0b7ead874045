"""Exercise linear_fa: linear action values."""

from collections.abc import Sequence

import numpy as np

from solutions.phi import phi


def linear_fa(theta: np.ndarray, state: np.ndarray, actions: Sequence[int]) -> np.ndarray:
    """
    Estime les Q-valeurs d'un état par une fonction linéaire : q(s, a) = ⟨theta, phi(s, a)⟩.

    theta : tableau (4,), les poids.
    state : tableau (4,), l'état.
    actions : liste des actions à évaluer, par exemple [0, 1].

    Renvoie un tableau (len(actions),) : les Q-valeurs, dans l'ordre de `actions`.
    Les tableaux reçus ne sont pas modifiés.

    Source : Sutton et Barto (2018), section 10.1 (approximation linéaire de q).
    """
    features = np.array([phi(state, action) for action in actions])
    return features @ theta
