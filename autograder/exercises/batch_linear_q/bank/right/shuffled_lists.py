"""Juste : random.Random à soi, des listes mélangées, theta tiré par random.gauss."""

import random

import gymnasium as gym
import numpy as np


def pick(memory, size, generator):
    indices = list(range(len(memory)))
    generator.shuffle(indices)
    return [memory[i] for i in indices[:size]]


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
    generator = random.Random(seed)
    env = gym.make("CartPole-v1")
    env.reset(seed=seed)
    theta = np.array([generator.gauss(0, 1) for _ in range(4)])
    memory, epsilon = [], 1.0
    for _ in range(n_trajectories):
        (s, _), end = env.reset(), False
        while not end:
            q = [float(np.dot(theta, -s)), float(np.dot(theta, s))]
            a = generator.randint(0, 1) if generator.random() < epsilon else q.index(max(q))
            s1, r, terminated, truncated, _ = env.step(a)
            memory.append([s, a, r, s1, terminated])
            if len(memory) > buffer_size:
                del memory[0]
            if len(memory) >= batch_size:
                gradient = [0.0] * 4
                for x, b, reward, x1, last in pick(memory, batch_size, generator):
                    features = [v if b == 1 else -v for v in x]
                    future = 0.0 if last else gamma * abs(sum(t * v for t, v in zip(theta, x1)))
                    error = reward + future - sum(t * f for t, f in zip(theta, features))
                    for j in range(4):
                        gradient[j] += error * features[j]
                for j in range(4):
                    theta[j] += lr * 2 * gradient[j] / batch_size
            s, end = s1, terminated or truncated
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
