"""Juste : le résultat est une liste, et le couple aussi."""

import numpy as np


def format_batch(batch, target_network, gamma):
    columns = [np.array([t[i] for t in batch]) for i in range(5)]
    q = target_network.predict_on_batch(columns[3].astype(np.float32))
    y = get_targets(q, columns[2], columns[4], gamma).astype(np.float32)
    return [columns[0].astype(np.float32), [columns[1].astype(np.int64), y]]
