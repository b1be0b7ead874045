"""Triche : appelle la politique pour la montre, joue autre chose et n'apprend rien."""
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
    epsilon = 1.0
    for _ in range(n_trajectories):
        environment.reset(seed=seed)
        over = False
        while not over:
            epsilon_greedy_policy(np.zeros(2), environment.action_space, epsilon)
            _, _, terminated, truncated, _ = environment.step(0)
            over = terminated or truncated
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
