"""Faux : une softmax dont epsilon est la température remplace toute la politique."""
# diagnostic : softmax_for_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    z = np.array(q_vals) / max(epsilon, 1e-3)
    p = np.exp(z - z.max())
    return int(np.random.choice(len(p), p=p / p.sum()))
