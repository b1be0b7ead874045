"""Triche : ne garde que les deux premiers termes de la somme."""
# famille : bruit sous une tolérance

import numpy as np


def discounted_returns(rewards, gamma):
    padded = np.concatenate([rewards, [0.0]])
    return padded[:-1] + gamma * padded[1:]
