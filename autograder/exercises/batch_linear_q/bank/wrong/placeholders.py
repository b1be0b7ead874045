"""Faux : le lot est tiré dans des tableaux de zéros qui ne sont pas encore remplis."""
# diagnostic : placeholders

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
    states = np.zeros((buffer_size, 4))
    next_states = np.zeros((buffer_size, 4))
    actions = np.zeros(buffer_size, dtype=int)
    rewards = np.zeros(buffer_size)
    dones = np.zeros(buffer_size)
    count = 0
    epsilon = 1.0
    for _ in range(n_trajectories):
        state, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = linear_fa(theta, state, [0, 1])
            action = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            i = count % buffer_size
            states[i], actions[i], rewards[i] = state, action, reward
            next_states[i], dones[i] = next_state, terminated
            count += 1
            state = next_state
            if count >= batch_size:
                chosen = np.random.choice(buffer_size, batch_size, replace=False)
                next_q = np.array([linear_fa(theta, x, [0, 1]) for x in next_states[chosen]])
                targets = get_targets(next_q, rewards[chosen], dones[chosen], gamma)
                q_vals = np.array([linear_fa(theta, x, [0, 1]) for x in states[chosen]])
                update_theta(theta, states[chosen], actions[chosen], targets, q_vals, lr)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
