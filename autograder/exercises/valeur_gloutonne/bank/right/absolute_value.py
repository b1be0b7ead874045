"""Juste : la valeur absolue, puisque les deux Q-valeurs sont opposées."""

import numpy as np


def valeur_gloutonne(theta, state):
    return abs(np.dot(theta, state))
