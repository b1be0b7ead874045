"""Exercise phi: the feature vector of a (state, action) pair."""

import numpy as np


def phi(state: np.ndarray, action: int) -> np.ndarray:
    """
    Représente une paire (état, action) par un vecteur de caractéristiques.

    state : tableau (4,), l'état du chariot (position, vitesse, angle, vitesse angulaire).
    action : 1 (pousser à droite) ou 0 (pousser à gauche).

    Renvoie un tableau (4,) : l'état si l'action vaut 1, son opposé sinon.
    L'état reçu n'est pas modifié, ni le résultat d'un appel par le suivant.

    Source : fonctions linéaires de caractéristiques, Sutton et Barto (2018), section 9.4.
    """
    return state if action == 1 else -state
