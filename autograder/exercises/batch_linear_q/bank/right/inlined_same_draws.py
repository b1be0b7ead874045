"""Juste : toutes les dépendances récrites à l'intérieur, avec les mêmes tirages."""

import random

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
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)
    theta = np.random.randn(4)
    memory = []
    epsilon = 1.0
    for _ in range(n_trajectories):
        s, _ = env.reset()
        while True:
            greedy = int(s @ theta > -(s @ theta))
            a = env.action_space.sample() if np.random.rand() < epsilon else greedy
            s2, r, terminated, truncated, _ = env.step(a)
            memory.append((s, a, r, s2, terminated))
            if len(memory) > buffer_size:
                memory.pop(0)
            if len(memory) >= batch_size:
                S, A, R, S2, D = map(np.array, zip(*random.sample(memory, batch_size)))
                features = np.where(A == 1, 1, -1)[:, None] * S
                y = R + gamma * np.abs(S2 @ theta) * (1 - D)
                theta += lr * 2 / batch_size * (y - features @ theta) @ features
            s = s2
            if terminated or truncated:
                break
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
