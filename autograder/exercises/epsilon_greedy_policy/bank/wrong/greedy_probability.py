"""Faux : 1 − ε + ε/n est la probabilité totale de l'action gloutonne, pas celle de la branche."""
# diagnostic : altered_epsilon

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    n = len(q_vals)
    p_gloutonne = 1 - epsilon + epsilon / n
    if random.random() < p_gloutonne:
        return int(np.argmax(q_vals))
    return int(action_space.sample())
