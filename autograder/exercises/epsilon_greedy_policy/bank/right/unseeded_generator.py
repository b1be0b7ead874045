"""Juste : un générateur sans graine, refait à chaque appel ; l'action est un tableau sans axe."""

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    rng = np.random.default_rng()
    action = action_space.sample() if rng.uniform() <= epsilon else np.argmax(q_vals)
    return np.array(action, dtype=np.int32)
