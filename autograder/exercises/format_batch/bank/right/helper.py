"""Juste : une fonction auxiliaire par colonne, et des arguments nommés."""

import numpy as np


def _colonne(batch, i, dtype):
    return np.asarray([transition[i] for transition in batch], dtype=dtype)


def format_batch(batch, target_network, gamma=0.99):
    q = target_network.predict_on_batch(_colonne(batch, 3, np.float32))
    cibles = get_targets(
        next_q_vals=q,
        rewards=_colonne(batch, 2, float),
        terminal=_colonne(batch, 4, bool),
        gamma=gamma,
    )
    return _colonne(batch, 0, np.float32), (_colonne(batch, 1, np.int64), np.float32(cibles))
