"""Juste : un environnement emballé, itertools.count, une barre tqdm et des affichages."""

import itertools

import gymnasium as gym
import numpy as np
from tqdm import trange


def batch_linear_q(
    gamma: float = 0.99,
    n_trajectories: int = 300,
    batch_size: int = 32,
    lr: float = 1e-3,
    buffer_size: int = 50000,
    seed: int = 42,
    epsilon_decay: float = 0.98,
    epsilon_min: float = 0.01,
    **options,
):
    environment = gym.wrappers.RecordEpisodeStatistics(gym.make("CartPole-v1"))
    set_random_seed(environment, seed)
    theta = np.random.normal(0.0, 1.0, environment.observation_space.shape[0])
    n_actions = int(environment.action_space.n)
    memory = ReplayBuffer(buffer_size)
    epsilon = 1.0
    bar = trange(n_trajectories)
    for episode in bar:
        state, _ = environment.reset()
        total = 0.0
        for t in itertools.count():
            q = linear_fa(theta, state, range(n_actions))
            action = epsilon_greedy_policy(q, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, info = environment.step(action)
            total += reward
            memory.store((state, action, reward, next_state, terminated))
            enough = len(memory.data) >= batch_size
            if enough:
                s, a, r, s_next, end = (np.asarray(c) for c in zip(*memory.get_batch(batch_size)))
                next_q = np.array([linear_fa(theta, x, range(n_actions)) for x in s_next])
                q_pred = np.array([linear_fa(theta, x, range(n_actions)) for x in s])
                update_theta(theta, s, a, get_targets(next_q, r, end, gamma), q_pred, lr)
            if terminated or truncated:
                break
            state = next_state
        bar.set_postfix(rendement=total)
        if episode % 50 == 0:
            print("épisode", episode, "durée", t + 1, "rendement", total)
        epsilon = max(epsilon_min, epsilon * epsilon_decay)
    environment.close()
    return theta
