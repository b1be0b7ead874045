"""Juste : une compréhension par colonne, et la règle récrite."""

import numpy as np


def format_batch(batch, target_network, gamma):
    states = np.array([t[0] for t in batch], dtype=np.float32)
    actions = np.array([t[1] for t in batch], dtype=np.int64)
    rewards = np.array([t[2] for t in batch], dtype=np.float32)
    nexts = np.array([t[3] for t in batch], dtype=np.float32)
    alive = 1 - np.array([t[4] for t in batch], dtype=np.float32)
    best = target_network.predict_on_batch(nexts).max(axis=1)
    return states, (actions, rewards + np.float32(gamma) * best * alive)
