"""Faux : q_vals est décalé sur place, l'appelant n'a plus les mêmes Q-valeurs."""
# diagnostic : arguments_modified

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    q_vals -= np.max(q_vals)
    meilleures = [a for a, q in enumerate(q_vals) if q == 0]
    if np.random.rand() < epsilon:
        return action_space.sample()
    return meilleures[0]
