"""Juste : theta vient d'un générateur à soi ; epsilon est calculé par une puissance."""

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
    theta = np.random.default_rng(seed).standard_normal(4)
    buffer = ReplayBuffer(buffer_size)
    for k in range(n_trajectories):
        epsilon = max(epsilon_decay**k, epsilon_min)
        state, _ = environment.reset()
        over = False
        while not over:
            action = epsilon_greedy_policy(
                linear_fa(theta, state, [0, 1]), environment.action_space, epsilon
            )
            following, reward, terminated, truncated, _ = environment.step(action)
            buffer.store((state, action, reward, following, terminated))
            state, over = following, terminated or truncated
            if len(buffer.data) < batch_size:
                continue
            states, taken, rewards, nexts, ends = zip(*buffer.get_batch(batch_size))
            targets = get_targets(
                np.array([linear_fa(theta, s, [0, 1]) for s in nexts]),
                np.array(rewards),
                np.array(ends),
                gamma,
            )
            q_vals = np.array([linear_fa(theta, s, [0, 1]) for s in states])
            update_theta(theta, np.array(states), np.array(taken), targets, q_vals, lr)
    return theta
