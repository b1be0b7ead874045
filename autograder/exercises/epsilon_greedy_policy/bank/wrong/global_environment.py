"""Faux : l'espace d'actions de l'environnement du cahier au lieu de celui qui est reçu."""
# diagnostic : without_action_space

import gymnasium as gym
import numpy as np

environment = gym.make("CartPole-v1")


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return environment.action_space.sample()
    return np.argmax(q_vals)
