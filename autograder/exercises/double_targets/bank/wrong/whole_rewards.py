"""Faux : les récompenses sont converties en entiers."""
# diagnostic : rewards_truncated

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    r = np.array([int(t[2]) for t in batch])
    s2 = np.array([t[3] for t in batch])
    fin = np.array([t[4] for t in batch])
    a = np.argmax(agent.predict_on_batch(s2), axis=1)
    q = target_network.predict_on_batch(s2)[np.arange(len(batch)), a]
    return (r + gamma * q * (1 - fin)).astype(np.float32)
