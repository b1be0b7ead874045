"""Juste : la mise à jour modifie theta sur place et le renvoie, la boucle reprend ce qu'elle renvoie."""

import gymnasium as gym
import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    errors = targets - q_vals[np.arange(len(targets)), actions_taken]
    theta += lr * 2 / len(states) * errors @ features
    return theta


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
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=env.spec.max_episode_steps and 4)
    memoire = ReplayBuffer(buffer_size)
    epsilon = 1
    for _ in range(n_trajectories):
        s, _ = env.reset()
        fini = False
        while not fini:
            a = epsilon_greedy_policy(linear_fa(theta, s, [0, 1]), env.action_space, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            memoire.store([s, a, r, s2, terminated])
            s, fini = s2, terminated or truncated
            if len(memoire.data) < batch_size:
                continue
            lot = memoire.get_batch(batch_size)
            etats, actions, recompenses, suivants, fins = [np.array(c) for c in zip(*lot)]
            q = np.array([linear_fa(theta, x, [0, 1]) for x in etats])
            q2 = np.array([linear_fa(theta, x, [0, 1]) for x in suivants])
            cibles = get_targets(q2, recompenses, fins, gamma)
            theta = update_theta(theta, etats, actions, cibles, q, lr)
        epsilon = max(epsilon_min, epsilon * epsilon_decay)
    return theta
