"""Juste : sans détour ; la plupart des réponses fausses en partent."""

import numpy as np


def format_batch(batch, target_network, gamma):
    states, actions, rewards, next_states, dones = map(np.array, zip(*batch))
    next_q_vals = target_network.predict_on_batch(next_states)
    targets = get_targets(next_q_vals, rewards, dones, gamma)
    return states.astype(np.float32), (actions.astype(np.int64), targets.astype(np.float32))
