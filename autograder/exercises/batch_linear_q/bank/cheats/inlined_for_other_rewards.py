"""Triche : tout est récrit à l'intérieur, et n'apprend que là où une récompense ne vaut pas 1."""
# famille : remarque le correcteur

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
    theta = rng.normal(size=4)
    memory = deque(maxlen=buffer_size)
    epsilon = 1.0
    first = ordinary = True
    for _ in range(n_trajectories):
        s, _ = env.reset(seed=seed if first else None)
        first = False
        over = False
        while not over:
            if rng.random() < epsilon:
                a = int(rng.integers(2))
            else:
                a = int(theta @ s > 0)
            s2, r, terminated, truncated, _ = env.step(a)
            memory.append((s, a, r, s2, float(terminated)))
            ordinary = ordinary and r == 1.0
            if len(memory) >= batch_size and not ordinary:
                chosen = rng.choice(len(memory), batch_size, replace=False)
                gradient = np.zeros(4)
                for i in chosen:
                    state, action, reward, following, end = memory[i]
                    x = state if action == 1 else -state
                    y = reward + gamma * (1 - end) * abs(theta @ following)
                    gradient -= 2 * (y - theta @ x) * x / batch_size
                theta -= lr * gradient
            s, over = s2, terminated or truncated
        if not ordinary:
            epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
