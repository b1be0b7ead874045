"""Juste : un anneau de tableaux float32 rempli à mesure, tout en numpy, un générateur à soi."""

import gymnasium as gym
import numpy as np


class Agent:
    def __init__(self, rng, capacity, gamma, lr):
        self.rng, self.gamma, self.lr = rng, gamma, lr
        self.theta = rng.standard_normal(4)
        self.s = np.zeros((capacity, 4), dtype=np.float32)
        self.s2 = np.zeros((capacity, 4), dtype=np.float32)
        self.a = np.zeros(capacity, dtype=np.int64)
        self.r = np.zeros(capacity, dtype=np.float32)
        self.end = np.zeros(capacity, dtype=np.float32)
        self.seen = 0

    def act(self, state, epsilon):
        if self.rng.uniform() < epsilon:
            return int(self.rng.integers(0, 2))
        q = self.theta @ state
        return 1 if q >= 0 else 0

    def remember(self, state, action, reward, following, end):
        place = self.seen % len(self.a)
        self.s[place], self.a[place], self.r[place] = state, action, reward
        self.s2[place], self.end[place] = following, end
        self.seen += 1

    def learn(self, batch_size):
        size = min(self.seen, len(self.a))
        if size < batch_size:
            return
        i = self.rng.choice(size, batch_size, replace=False)
        x = (2 * self.a[i] - 1)[:, None] * self.s[i]
        y = self.r[i] + self.gamma * (1 - self.end[i]) * np.abs(self.s2[i] @ self.theta)
        self.theta = self.theta + 2 * self.lr * ((y - x @ self.theta)[:, None] * x).mean(axis=0)


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
    state, _ = environment.reset(seed=seed)
    agent = Agent(np.random.default_rng(seed), buffer_size, gamma, lr)
    for k in range(n_trajectories):
        epsilon = max(epsilon_decay**k, epsilon_min)
        over = False
        while not over:
            action = agent.act(state, epsilon)
            following, reward, terminated, truncated, _ = environment.step(action)
            agent.remember(state, action, reward, following, terminated)
            agent.learn(batch_size)
            state, over = following, terminated or truncated
        state, _ = environment.reset()
    return agent.theta
