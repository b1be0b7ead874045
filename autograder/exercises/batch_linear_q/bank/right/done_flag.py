"""Juste : la boucle a un indicateur done, mais seul terminated est entreposé."""

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
    set_random_seed(environment, seed)
    theta = np.random.normal(size=4)
    actions = [0, 1]
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for _ in range(n_trajectories):
        s, _ = environment.reset()
        done = False
        while not done:
            a = epsilon_greedy_policy(
                linear_fa(theta, s, actions), environment.action_space, epsilon
            )
            s2, r, terminated, truncated, _ = environment.step(a)
            done = terminated or truncated
            buffer.store((s, a, r, s2, terminated))
            if len(buffer.data) >= batch_size:
                states, taken, rewards, nexts, ends = map(
                    np.array, zip(*buffer.get_batch(batch_size))
                )
                q_next = np.array([linear_fa(theta, x, actions) for x in nexts])
                targets = get_targets(q_next, rewards, ends, gamma)
                q_vals = np.array([linear_fa(theta, x, actions) for x in states])
                update_theta(theta, states, taken, targets, q_vals, lr)
            s = s2
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
