"""Juste : une époque de fit() de Poutyne sur le lot, qui en mélange les lignes."""

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
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = agent.predict_on_batch(s[None])[0]
            a = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_s, r, terminated, truncated, _ = environment.step(a)
            buffer.store((s, a, r, next_s, terminated))
            s = next_s
            if len(buffer.data) < batch_size:
                continue
            batch = buffer.get_batch(batch_size)
            x = np.array([t[0] for t in batch])
            actions = np.array([t[1] for t in batch])
            q_next = agent.predict_on_batch(np.array([t[3] for t in batch]))
            y = get_targets(
                q_next, np.array([t[2] for t in batch]), np.array([t[4] for t in batch]), gamma
            )
            agent.fit(
                x, (actions, y.astype("float32")), epochs=1, batch_size=batch_size, verbose=False
            )
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
