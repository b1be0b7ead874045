"""Juste : get_batch n'est pas appelée : des indices de .data tirés par un générateur à soi."""

import gymnasium as gym
import numpy as np
import torch
from poutyne import Model


def batch_of(buffer, size, rng):
    rows = [buffer.data[i] for i in rng.choice(len(buffer.data), size=size, replace=False)]
    return [np.array(column) for column in zip(*rows)]


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
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    network = NNModel(4, 2)
    agent = Model(network, torch.optim.Adam(network.parameters(), lr=lr), loss_function=dqn_loss)
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    s, _ = environment.reset()
    played = 0
    while played < n_trajectories:
        a = epsilon_greedy_policy(
            agent.predict_on_batch(s[None])[0], environment.action_space, epsilon
        )
        next_s, r, terminated, truncated, _ = environment.step(a)
        buffer.store((s, a, r, next_s, terminated))
        if len(buffer.data) >= batch_size:
            states, taken, rewards, next_states, ends = batch_of(buffer, batch_size, rng)
            best = agent.predict_on_batch(next_states).max(axis=1)
            targets = rewards + gamma * np.where(ends, 0, best)
            agent.train_on_batch(states, (taken, targets.astype(np.float32)))
        if terminated or truncated:
            next_s, _ = environment.reset()
            epsilon = max(epsilon * epsilon_decay, epsilon_min)
            played += 1
        s = next_s
    return agent
