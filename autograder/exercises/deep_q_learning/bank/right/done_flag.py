"""Juste : la boucle a un indicateur done, mais seul terminated est entreposé."""

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
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    network = NNModel(4, 2)
    agent = Model(network, torch.optim.Adam(network.parameters(), lr=lr), loss_function=dqn_loss)
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for _ in range(n_trajectories):
        s, _ = environment.reset()
        done = False
        while not done:
            q_vals = agent.predict_on_batch(s[None])[0]
            a = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            s2, r, terminated, truncated, _ = environment.step(a)
            done = terminated or truncated
            buffer.store((s, a, r, s2, terminated))
            s = s2
            if len(buffer.data) >= batch_size:
                states, taken, rewards, nexts, ends = map(
                    np.array, zip(*buffer.get_batch(batch_size))
                )
                q_next = agent.predict_on_batch(nexts)
                targets = get_targets(q_next, rewards, ends, gamma).astype(np.float32)
                agent.train_on_batch(states, (taken, targets))
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
