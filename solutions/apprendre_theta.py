"""Given: linear Q-learning with replay, for any features of a (state, action) pair."""

from collections.abc import Callable

import gymnasium as gym
import numpy as np

from solutions.epsilon_greedy_policy import epsilon_greedy_policy
from solutions.get_targets import get_targets
from solutions.ReplayBuffer import ReplayBuffer
from solutions.set_random_seed import set_random_seed


def apprendre_theta(
    representation: Callable[[np.ndarray, int], np.ndarray],
    n_poids: int,
    gamma: float = 0.95,
    n_trajectories: int = 40,
    batch_size: int = 32,
    lr: float = 5e-2,
    buffer_size: int = 50000,
    seed: int = 0,
    epsilon_decay: float = 0.98,
    epsilon_min: float = 0.01,
) -> np.ndarray:
    """
    Apprend les poids d'une approximation linéaire de la fonction Q de CartPole-v1.

    representation : fonction (état, action) → les caractéristiques, un tableau (n_poids,).
    Les autres arguments sont ceux de `batch_linear_q` ; theta part de zéro.

    La mémoire garde les caractéristiques plutôt que les états : on ne les calcule qu'une fois.
    Renvoie theta, un tableau (n_poids,).
    """
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    theta = np.zeros(n_poids)
    memory = ReplayBuffer(buffer_size)
    epsilon = 1.0

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        features = np.array([representation(state, action) for action in (0, 1)])
        terminated = truncated = False
        while not (terminated or truncated):
            action = epsilon_greedy_policy(features @ theta, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            next_features = np.array([representation(next_state, a) for a in (0, 1)])
            memory.store((features[action], reward, next_features, terminated))
            features = next_features

            if len(memory.data) >= batch_size:
                batch = memory.get_batch(batch_size)
                taken, rewards, following, terminal = map(np.array, zip(*batch, strict=True))
                targets = get_targets(following @ theta, rewards, terminal, gamma)
                theta += lr * 2 / batch_size * (targets - taken @ theta) @ taken
        epsilon = max(epsilon * epsilon_decay, epsilon_min)

    environment.close()
    return theta
