"""Faux : random.choice tire une Q-valeur."""
# diagnostic : value_drawn

import numpy as np
import random


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return random.choice(q_vals)
    return int(np.argmax(q_vals))
