"""Exercise discounted_returns: what an episode brought in from each of its steps on."""

import numpy as np


def discounted_returns(rewards: np.ndarray, gamma: float) -> np.ndarray:
    """
    Calcule le rendement actualisé à partir de chaque pas : G_t = r_t + gamma · r_{t+1} + …

    rewards : tableau (T,) de nombres à virgule, les récompenses d'un épisode, de la première à la
    dernière.
    gamma : facteur d'actualisation, entre 0 et 1 compris.

    Renvoie un tableau (T,) : G_0, G_1, …, G_{T-1}. Le tableau reçu n'est pas modifié.

    Source : Sutton et Barto (2018), section 3.3.
    """
    returns = np.zeros(len(rewards))
    following = 0.0
    for t in reversed(range(len(rewards))):
        following = rewards[t] + gamma * following
        returns[t] = following
    return returns
