"""Exercise phi_symetrique: symmetric quadratic features of a (state, action) pair."""

import numpy as np


def phi_symetrique(state: np.ndarray, action: int) -> np.ndarray:
    """
    Représente une paire (état, action) par 15 caractéristiques : 1, les z_i, puis les z_i · z_j.

    z est l'état pour l'action 1, son miroir −état pour l'action 0, chaque composante divisée par
    son échelle : 2,4 m, 2 m/s, 0,21 rad et 2 rad/s. Les dix produits sont dans l'ordre z_1 z_1,
    z_1 z_2, z_1 z_3, z_1 z_4, z_2 z_2, z_2 z_3, …, z_4 z_4.

    state : tableau (4,), l'état du chariot.
    action : 1 (pousser à droite) ou 0 (pousser à gauche).

    Renvoie un tableau (15,). L'état reçu n'est pas modifié, ni le résultat d'un appel par le
    suivant.

    Source : caractéristiques polynomiales, Sutton et Barto (2018), section 9.5.1.
    """
    mirrored = state if action == 1 else -state
    z = mirrored / np.array([2.4, 2.0, 0.21, 2.0])
    i, j = np.triu_indices(4)
    return np.concatenate([[1.0], z, z[i] * z[j]])
