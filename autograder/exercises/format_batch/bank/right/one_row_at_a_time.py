"""Juste : une transition à la fois ; la cible n'est interrogée que si l'épisode continue."""

import numpy as np


def format_batch(batch, target_network, gamma):
    targets = []
    for _, _, r, s2, end in batch:
        if end:
            targets.append(r)
        else:
            q = target_network.predict_on_batch(np.float32(s2)[None])[0]
            targets.append(r + gamma * max(q))
    states = np.vstack([t[0] for t in batch]).astype(np.float32)
    actions = np.array([int(t[1]) for t in batch], dtype=np.int64)
    return states, (actions, np.array(targets, dtype=np.float32))
