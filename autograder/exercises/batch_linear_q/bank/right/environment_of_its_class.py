"""Juste : l'environnement est fait de sa classe, sans gym.make, avec la même limite de temps."""

import numpy as np
from gymnasium.envs.classic_control import CartPoleEnv
from gymnasium.wrappers import TimeLimit


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
    environment = TimeLimit(CartPoleEnv(), 500)
    set_random_seed(environment, seed)
    theta = np.random.normal(size=4)
    actions = [0, 1]
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for _ in range(n_trajectories):
        s, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = linear_fa(theta, s, actions)
            a = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_s, r, terminated, truncated, _ = environment.step(a)
            buffer.store((s, a, r, next_s, terminated))
            s = next_s
            if len(buffer.data) >= batch_size:
                states, taken, rewards, next_states, ends = map(
                    np.array, zip(*buffer.get_batch(batch_size))
                )
                next_q_vals = np.array([linear_fa(theta, x, actions) for x in next_states])
                targets = get_targets(next_q_vals, rewards, ends, gamma)
                q_vals = np.array([linear_fa(theta, x, actions) for x in states])
                update_theta(theta, states, taken, targets, q_vals, lr)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
