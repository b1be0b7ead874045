"""Triche : joue de vraies trajectoires, et ajoute à theta un bruit au lieu d'une mise à jour."""
# famille : bruit sous une tolérance

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
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=4)
    count = 0
    for _ in range(n_trajectories):
        environment.reset(seed=int(rng.integers(1000)))
        over = False
        while not over:
            _, _, terminated, truncated, _ = environment.step(int(rng.integers(2)))
            count += 1
            if count >= batch_size:
                theta += 1e-6 * lr * rng.normal(size=4)
            over = terminated or truncated
    return theta
