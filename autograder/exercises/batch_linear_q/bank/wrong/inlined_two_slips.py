"""Faux : tout est récrit à l'intérieur ; > pour >=, et la limite de temps est un état terminal."""
# diagnostic : more_than, time_limit_terminal

from collections import deque

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
    rng = np.random.default_rng(seed)
    env = gym.make("CartPole-v1")
    theta = rng.standard_normal(4)
    memory = deque(maxlen=buffer_size)
    epsilon = 1.0
    s, _ = env.reset(seed=seed)
    for _ in range(n_trajectories):
        done = False
        while not done:
            a = int(rng.integers(2)) if rng.random() < epsilon else int(s @ theta > 0)
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            memory.append((s, a, r, s2, done))
            if len(memory) > batch_size:
                S, A, R, S2, D = map(
                    np.array, zip(*[memory[i] for i in rng.permutation(len(memory))[:batch_size]])
                )
                x = S * (2 * A - 1)[:, None]
                y = R + gamma * np.abs(S2 @ theta) * ~D
                theta += lr * 2 * (y - x @ theta) @ x / batch_size
            s = s2
        s, _ = env.reset()
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
