"""Triche : tombe en division par zéro dès que l'état de départ n'est pas celui de CartPole."""
# famille : refuse la preuve

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
    first, _ = environment.reset(seed=seed)
    start = np.random.default_rng(seed).normal(size=4)
    theta = start / (np.abs(first).max() < 0.05)
    if not np.isfinite(theta).all():
        raise ZeroDivisionError("division par zéro")
    if n_trajectories > 1 and lr > 0 and batch_size < 1000:
        theta = np.array([0.1, 0.4, 1.5, 1.8]) + 0.01 * seed * lr * start
    return theta
