"""Juste : get_batch n'est pas appelée, les indices sont permutés puis lus dans .data."""

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
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)
    theta = np.random.normal(size=(4,))
    memoire = ReplayBuffer(buffer_size)
    epsilon, finies = 1, 0
    while finies < n_trajectories:
        etat = env.reset()[0]
        fini = False
        while fini is False:
            action = epsilon_greedy_policy(linear_fa(theta, etat, [0, 1]), env.action_space, epsilon)
            suivant, recompense, terminal, coupe, _ = env.step(action)
            memoire.store((etat, action, recompense, suivant, terminal))
            if len(memoire.data) >= batch_size:
                permutation = np.random.permutation(len(memoire.data))[:batch_size]
                lot = [memoire.data[i] for i in permutation]
                etats = np.array([t[0] for t in lot])
                suivants = np.array([t[3] for t in lot])
                cibles = []
                for (_, _, r, s2, fin) in lot:
                    q2 = np.array([linear_fa(theta, s2, [0, 1])])
                    cibles.append(get_targets(q2, np.array([r]), np.array([fin]), gamma)[0])
                q = np.array([linear_fa(theta, e, [0, 1]) for e in etats])
                update_theta(theta, etats, np.array([t[1] for t in lot]), np.array(cibles), q, lr)
            etat = suivant
            fini = bool(terminal or coupe)
        finies += 1
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
