"""Exercise epsilon_greedy_policy: explore with probability epsilon, else exploit."""

import gymnasium as gym
import numpy as np


def epsilon_greedy_policy(
    q_vals: np.ndarray, action_space: gym.spaces.Discrete, epsilon: float
) -> int:
    """
    Choisit une action selon une politique epsilon-gloutonne.

    q_vals : tableau (n_actions,), les Q-valeurs de l'état courant.
    action_space : espace d'actions de l'environnement ; `action_space.sample()` en tire une.
    epsilon : probabilité, entre 0 et 1, de tirer l'action au hasard.

    Renvoie l'action (un entier) : tirée de `action_space` avec probabilité epsilon, sinon celle
    dont la Q-valeur est la plus grande. Le tableau q_vals n'est pas modifié.

    Source : Sutton et Barto (2018), section 2.2.
    """
    if np.random.rand() < epsilon:
        return int(action_space.sample())
    return int(np.argmax(q_vals))
