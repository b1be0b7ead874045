"""Juste : une pièce biaisée choisit entre deux actions déjà prêtes, par random.choices."""

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    a_hasard = action_space.sample()
    a_max = int(np.argmax(q_vals))
    return random.choices([a_hasard, a_max], weights=[epsilon, 1 - epsilon], k=1)[0]
