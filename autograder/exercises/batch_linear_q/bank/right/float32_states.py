"""Juste : les tirages d'epsilon viennent de random ; les lots sont empilés en float32."""

import random

import gymnasium as gym
import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return action_space.sample() if random.random() < epsilon else int(np.argmax(q_vals))


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
    theta = np.random.normal(loc=0.0, scale=1.0, size=(4,))
    actions = [0, 1]
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for _ in range(n_trajectories):
        state = environment.reset()[0].astype(np.float32)
        done = False
        while not done:
            action = epsilon_greedy_policy(
                linear_fa(theta, state, actions), environment.action_space, epsilon
            )
            next_state, reward, terminated, truncated, info = environment.step(action)
            next_state = next_state.astype(np.float32)
            done = terminated or truncated
            buffer.store((state, int(action), float(reward), next_state, bool(terminated)))
            if len(buffer.data) >= batch_size:
                batch = buffer.get_batch(batch_size)
                states = np.vstack([b[0] for b in batch])
                next_states = np.vstack([b[3] for b in batch])
                q_vals = np.array([linear_fa(theta, s, actions) for s in states])
                next_q_vals = np.array([linear_fa(theta, s, actions) for s in next_states])
                targets = get_targets(
                    next_q_vals,
                    np.array([b[2] for b in batch]),
                    np.array([b[4] for b in batch]),
                    gamma,
                )
                update_theta(theta, states, np.array([b[1] for b in batch]), targets, q_vals, lr)
            state = next_state
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
