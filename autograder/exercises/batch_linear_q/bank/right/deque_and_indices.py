"""Juste : la mémoire est un deque, les lots sont des indices tirés par np.random.choice."""

from collections import deque

import gymnasium as gym
import numpy as np


def batch_linear_q(gamma=0.99, n_trajectories=300, batch_size=32, lr=1e-3, buffer_size=50000,
                   seed=42, epsilon_decay=0.98, epsilon_min=0.01):
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)
    theta = np.random.standard_normal(4)
    acts = np.arange(env.action_space.n)
    replay = deque(maxlen=buffer_size)
    eps = 1.0
    for episode in range(n_trajectories):
        obs, info = env.reset()
        while True:
            act = epsilon_greedy_policy(linear_fa(theta, obs, acts), env.action_space, eps)
            new_obs, rew, term, trunc, info = env.step(act)
            replay.append((obs, act, rew, new_obs, term))
            if len(replay) >= batch_size:
                idx = np.random.choice(len(replay), size=batch_size, replace=False)
                S = np.array([replay[i][0] for i in idx])
                A = np.array([replay[i][1] for i in idx])
                R = np.array([replay[i][2] for i in idx])
                S2 = np.array([replay[i][3] for i in idx])
                T = np.array([replay[i][4] for i in idx])
                Y = get_targets(np.array([linear_fa(theta, x, acts) for x in S2]), R, T, gamma)
                update_theta(theta, S, A, Y, np.array([linear_fa(theta, x, acts) for x in S]), lr)
            obs = new_obs
            if term or trunc:
                break
        eps = max(eps * epsilon_decay, epsilon_min)
    return theta
