"""Juste : une boucle, une transition à la fois."""

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    targets = []
    for _, _, reward, next_state, terminated in batch:
        target = reward
        if not terminated:
            x = next_state[np.newaxis]
            action = int(agent.predict_on_batch(x)[0].argmax())
            target += gamma * target_network.predict_on_batch(x)[0][action]
        targets.append(target)
    return np.array(targets, dtype=np.float32)
