"""Faux : epsilon décroît dans la politique, en plus de la boucle."""
# diagnostic : altered_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    epsilon = epsilon * 0.98
    epsilon = max(epsilon, 0.01)
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
