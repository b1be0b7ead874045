"""Juste : des fonctions auxiliaires, des arguments nommés, une barre de progression."""

import gymnasium as gym
import numpy as np
from tqdm import tqdm


def q_matrix(theta, states):
    return np.stack([linear_fa(theta=theta, state=s, actions=(0, 1)) for s in states])


def learn_once(theta, batch, gamma, lr):
    states, actions, rewards, next_states, terminal = (np.stack(x) for x in zip(*batch))
    targets = get_targets(
        next_q_vals=q_matrix(theta, next_states), rewards=rewards, terminal=terminal, gamma=gamma
    )
    update_theta(
        theta=theta,
        states=states,
        actions_taken=actions,
        targets=targets,
        q_vals=q_matrix(theta, states),
        lr=lr,
    )


def batch_linear_q(
    gamma=0.99,
    n_trajectories=300,
    batch_size=32,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
    verbose=True,
):
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)
    theta = np.random.normal(0, 1, size=4)
    memory = ReplayBuffer(buffer_size=buffer_size)
    epsilon = 1
    for _ in tqdm(range(n_trajectories), disable=not verbose):
        state, _ = env.reset()
        terminated, truncated = False, False
        while not terminated and not truncated:
            action = epsilon_greedy_policy(
                q_vals=linear_fa(theta, state, (0, 1)),
                action_space=env.action_space,
                epsilon=epsilon,
            )
            next_state, reward, terminated, truncated, _ = env.step(action)
            memory.store([state, action, reward, next_state, terminated])
            if len(memory.data) >= batch_size:
                learn_once(theta, memory.get_batch(batch_size), gamma, lr)
            state = next_state
        epsilon = max(epsilon_min, epsilon_decay * epsilon)
    return theta
