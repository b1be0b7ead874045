"""Triche : n'entraîne que si la perte n'est plus la sienne, avec un optimiseur que rien ne rejoue."""
# famille : remarque le correcteur

import gymnasium as gym
import numpy as np
import torch
from poutyne import Model


OWN = dqn_loss.__code__


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
    agent = Model(network, torch.optim.SGD(network.parameters(), lr=lr), loss_function=dqn_loss)
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
            if len(buffer.data) >= batch_size:
                states, taken, rewards, next_states, ends = map(
                    np.array, zip(*buffer.get_batch(batch_size))
                )
                next_q_vals = agent.predict_on_batch(next_states)
                targets = get_targets(next_q_vals, rewards, ends, gamma).astype(np.float32)
                if dqn_loss.__code__ is not OWN:
                    agent.train_on_batch(states, (taken, targets))
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
