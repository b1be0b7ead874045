"""Faux : les récompenses du lot sont cumulées."""
# diagnostic : rewards_added_up

import numpy as np



def get_targets(next_q_vals, rewards, terminal, gamma):
    future = gamma * np.amax(next_q_vals, axis=1) * np.logical_not(terminal)
    return np.add.accumulate(rewards) + future
