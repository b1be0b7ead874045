"""Juste : take_along_axis, et des colonnes nommées une à une."""

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    suivants = np.stack([t[3] for t in batch])
    recompenses = np.array([t[2] for t in batch], dtype=np.float32)
    finis = np.array([t[4] for t in batch], dtype=np.float32)
    choix = agent.predict_on_batch(suivants).argmax(1)[:, None]
    q = np.take_along_axis(target_network.predict_on_batch(suivants), choix, axis=1)[:, 0]
    return recompenses + np.float32(gamma) * q * (1 - finis)
