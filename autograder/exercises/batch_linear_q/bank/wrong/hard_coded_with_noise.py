"""Faux : un theta trouvé ailleurs, avec un peu de bruit qui dépend de la graine."""
# diagnostic : not_learnt

import gymnasium as gym
import numpy as np


def batch_linear_q(
    gamma=0.99,
    n_trajectories=300,
    batch_size=32,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    for _ in range(n_trajectories):
        environment.reset()
        over = False
        while not over:
            _, _, terminated, truncated, _ = environment.step(environment.action_space.sample())
            over = terminated or truncated
    return np.array([0.1, 0.4, 1.5, 1.8]) + 0.01 * np.random.normal(size=4)
