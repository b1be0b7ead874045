"""Faux : l'exploration exclut l'action gloutonne."""
# diagnostic : other_actions_only

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    greedy = int(np.argmax(q_vals))
    if np.random.rand() < epsilon:
        action = int(action_space.sample())
        while action == greedy:
            action = int(action_space.sample())
        return action
    return greedy
