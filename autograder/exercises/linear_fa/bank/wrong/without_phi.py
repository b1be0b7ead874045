"""Faux : phi n'est pas employée, toutes les actions ont la même Q-valeur."""
# diagnostic : action_ignored

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ state for _ in actions])
