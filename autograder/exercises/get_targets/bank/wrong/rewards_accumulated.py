"""Faux : deux erreurs, gamma oublié et les récompenses modifiées."""
# diagnostic : gamma_missing, arguments_modified

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards
    for i in range(len(targets)):
        if not terminal[i]:
            targets[i] += np.max(next_q_vals[i])
    return targets
