"""Exercise valeur_gloutonne: what a state is worth, according to the approximation."""

import numpy as np

from solutions.phi import phi


def valeur_gloutonne(theta: np.ndarray, state: np.ndarray) -> float:
    """
    Calcule la valeur d'un état selon l'approximation : max_a ⟨theta, phi(s, a)⟩, pour a = 0 et 1.

    theta : tableau (4,), les poids.
    state : tableau (4,), l'état du chariot.

    Renvoie un nombre. Les tableaux reçus ne sont pas modifiés.

    Source : Sutton et Barto (2018), section 3.6 (la valeur d'un état est celle de sa meilleure
    action).
    """
    return max(float(phi(state, action) @ theta) for action in (0, 1))
