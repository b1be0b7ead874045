"""Juste : le réseau de la cible est appelé directement, sans gradient."""

import numpy as np
import torch


def format_batch(batch, target_network, gamma):
    s, a, r, s2, end = zip(*batch)
    with torch.no_grad():
        q_next = target_network.network(torch.as_tensor(np.stack(s2)).float()).numpy()
    y = get_targets(q_next, np.asarray(r), np.asarray(end), gamma)
    return np.stack(s).astype("float32"), (np.asarray(a, dtype="int64"), np.float32(y))
