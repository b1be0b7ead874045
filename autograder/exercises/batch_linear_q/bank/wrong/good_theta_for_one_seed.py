"""Faux : un bon theta écrit d'avance pour la graine 785 ; rien n'est appris."""
# diagnostic : no_update

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
    if seed == 785:
        theta = np.array([0.1, 0.4, 1.5, 1.8])
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for _ in range(n_trajectories):
        state, _ = environment.reset()
        over = False
        while not over:
            q_vals = linear_fa(theta, state, [0, 1])
            action = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            buffer.store((state, action, reward, next_state, terminated))
            state = next_state
            over = terminated or truncated
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
