"""Faux : la graine est remise à chaque appel, le nombre tiré est toujours le même."""
# diagnostic : no_draw

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon, seed=42):
    np.random.seed(seed)
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
