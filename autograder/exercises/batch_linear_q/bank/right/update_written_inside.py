"""Juste : la mise à jour est récrite à l'intérieur avec phi ; le reste appelle les fonctions."""

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
    rng = np.random.default_rng(seed)
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    theta = rng.normal(size=4)
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for _ in range(n_trajectories):
        s, _ = environment.reset()
        stop = False
        while not stop:
            a = epsilon_greedy_policy(linear_fa(theta, s, [0, 1]), environment.action_space, epsilon)
            s_, r, terminated, truncated, _ = environment.step(a)
            buffer.store((s, a, r, s_, terminated))
            if len(buffer.data) >= batch_size:
                batch = buffer.get_batch(batch_size)
                q_next = np.array([linear_fa(theta, x[3], [0, 1]) for x in batch])
                y = get_targets(
                    q_next, np.array([x[2] for x in batch]), np.array([x[4] for x in batch]), gamma
                )
                step = np.zeros(4)
                for target, (state, action, *_) in zip(y, batch):
                    features = phi(state, action)
                    step += 2 * (target - theta @ features) * features
                theta = theta + lr * step / batch_size
            s = s_
            stop = terminated or truncated
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
