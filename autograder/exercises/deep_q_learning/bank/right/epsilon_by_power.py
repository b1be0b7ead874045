"""Juste : epsilon par une puissance ; une classe auxiliaire pour lire le lot."""

import gymnasium as gym
import numpy as np
import torch
from poutyne import Model


class Batch:
    def __init__(self, transitions):
        self.states = np.stack([t[0] for t in transitions])
        self.actions = np.array([t[1] for t in transitions])
        self.rewards = np.array([t[2] for t in transitions], dtype=np.float32)
        self.next_states = np.stack([t[3] for t in transitions])
        self.ends = np.array([t[4] for t in transitions])


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
    for k in range(n_trajectories):
        epsilon = max(epsilon_decay**k, epsilon_min)
        s, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = agent.predict_on_batch(s[None])[0]
            a = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_s, r, terminated, truncated, _ = environment.step(a)
            buffer.store((s, a, r, next_s, terminated))
            s = next_s
            if len(buffer.data) >= batch_size:
                batch = Batch(buffer.get_batch(batch_size))
                next_q_vals = agent.predict_on_batch(batch.next_states)
                targets = get_targets(next_q_vals, batch.rewards, batch.ends, gamma).astype(np.float32)
                agent.train_on_batch(batch.states, (batch.actions, targets))
    return agent
