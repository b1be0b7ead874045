"""Juste : tout est récrit à l'intérieur, avec un générateur à soi."""

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
    environment.reset(seed=seed)
    network = NNModel(4, 2)
    agent = Model(network, torch.optim.Adam(network.parameters(), lr=lr), loss_function=dqn_loss)
    memory = []
    epsilon = 1.0
    for _ in range(n_trajectories):
        s, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = agent.predict_on_batch(s[None])[0]
            a = int(rng.integers(2)) if rng.random() < epsilon else int(q_vals.argmax())
            next_s, r, terminated, truncated, _ = environment.step(a)
            memory.append((s, a, r, next_s, terminated))
            memory = memory[-buffer_size:]
            s = next_s
            if len(memory) >= batch_size:
                chosen = rng.permutation(len(memory))[:batch_size]
                states, taken, rewards, next_states, ends = map(
                    np.array, zip(*[memory[i] for i in chosen])
                )
                next_q_vals = agent.predict_on_batch(next_states)
                targets = (rewards + gamma * next_q_vals.max(1) * ~ends).astype(np.float32)
                agent.train_on_batch(states, (taken, targets))
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
