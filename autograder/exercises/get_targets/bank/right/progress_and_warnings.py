"""Juste : une barre de progression, un avertissement, du texte sur stderr."""

import logging
import sys
import warnings

import numpy as np
from tqdm.auto import trange


def get_targets(next_q_vals, rewards, terminal, gamma):
    if gamma == 1:
        warnings.warn("gamma = 1 : rien n'est actualisé")
    logging.warning("lot de %d transitions", len(rewards))
    y = np.empty_like(rewards)
    for i in trange(len(rewards), leave=False):
        y[i] = rewards[i]
        if not terminal[i]:
            y[i] += gamma * np.max(next_q_vals[i])
    sys.stderr.write("fini\n")
    return y
