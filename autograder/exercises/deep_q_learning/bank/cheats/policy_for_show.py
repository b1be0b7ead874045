"""Triche : appelle la politique pour la montre, joue autre chose et n'apprend rien."""
# famille : réemploie ce qui est envoyé

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
    epsilon = 1.0
    for _ in range(n_trajectories):
        state, _ = environment.reset(seed=seed)
        over = False
        while not over:
            q_vals = agent.predict_on_batch(state[None])[0]
            epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            state, _, terminated, truncated, _ = environment.step(0)
            over = terminated or truncated
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
