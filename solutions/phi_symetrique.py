"""Given: symmetric quadratic features of a (state, action) pair."""

import numpy as np


def phi_symetrique(state: np.ndarray, action: int) -> np.ndarray:
    """
    Représente une paire (état, action) par 15 caractéristiques : 1, les z_i et les z_i · z_j.

    z est l'état pour l'action 1, son miroir −état sinon, chaque composante divisée par son
    échelle : 2,4 m, 2 m/s, 0,21 rad et 2 rad/s.

    state : tableau (4,), l'état du chariot ; ou (B, 4), un lot d'états.
    action : 1 (pousser à droite) ou une autre valeur (pousser à gauche).

    Renvoie un tableau (15,) ; ou (B, 15). L'état reçu n'est pas modifié.

    Source : caractéristiques polynomiales, Sutton et Barto (2018), section 9.5.1.
    """
    z = (state if action == 1 else -state) / np.array([2.4, 2.0, 0.21, 2.0])
    i, j = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3], [0, 1, 2, 3, 1, 2, 3, 2, 3, 3]
    un = np.ones_like(z[..., :1])
    return np.concatenate([un, z, z[..., i] * z[..., j]], axis=-1)
