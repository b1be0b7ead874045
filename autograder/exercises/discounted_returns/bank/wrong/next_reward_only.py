"""Faux : seule la récompense suivante compte."""
# diagnostic : one_step

import numpy as np


def discounted_returns(rewards, gamma):
    suivante = np.append(rewards[1:], 0)
    return rewards + gamma * suivante
