"""Juste : predict plutôt que predict_on_batch, et des conversions à l'entrée."""

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    next_states = np.array([t[3] for t in batch], np.float32)
    q_online = agent.predict(next_states, verbose=False, batch_size=len(batch))
    q_target = target_network.predict(next_states, verbose=False, batch_size=len(batch))
    targets = np.array([t[2] for t in batch], np.float32)
    for i, (_, _, _, _, terminated) in enumerate(batch):
        if not terminated:
            targets[i] += gamma * q_target[i, np.argmax(q_online[i])]
    return targets
