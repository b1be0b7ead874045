"""Given: one call seeds every generator that the course draws from."""

import random
import sys

import gymnasium as gym
import numpy as np


def set_random_seed(environment: gym.Env, seed: int) -> None:
    """
    Fixe tous les générateurs de nombres aléatoires, pour des expériences reproductibles.

    environment : environnement Gymnasium ; sa dynamique, son espace d'actions et son espace
        d'observations sont réensemencés.
    seed : entier positif ou nul.

    N.B. L'environnement est réinitialisé au passage (c'est ainsi que Gymnasium reçoit une graine).
    """
    environment.reset(seed=seed)
    environment.action_space.seed(seed)
    environment.observation_space.seed(seed)
    np.random.seed(seed)
    random.seed(seed)
    if "torch" in sys.modules:  # seulement si le cahier utilise PyTorch
        sys.modules["torch"].manual_seed(seed)
