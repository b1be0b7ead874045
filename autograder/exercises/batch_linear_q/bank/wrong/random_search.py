"""Faux : une recherche au hasard du meilleur theta, sans Q-learning."""
# diagnostic : not_learnt

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
    meilleur, record = np.random.normal(size=4), -1.0
    largeur = 1.0
    for _ in range(n_trajectories):
        candidat = meilleur + largeur * np.random.normal(size=4)
        state, _ = environment.reset()
        total, fini = 0.0, False
        while not fini:
            state, reward, terminated, truncated, _ = environment.step(int(candidat @ state > 0))
            total += reward
            fini = terminated or truncated
        if total > record:
            meilleur, record = candidat, total
        largeur = max(largeur * epsilon_decay, epsilon_min)
    return meilleur
