"""Juste : sans détour ; la plupart des réponses fausses en partent."""

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    states, actions, rewards, next_states, dones = map(np.array, zip(*batch))
    best = np.argmax(agent.predict_on_batch(next_states), axis=1)
    q_target = target_network.predict_on_batch(next_states)
    values = q_target[np.arange(len(best)), best]
    targets = rewards + gamma * values * (1 - dones)
    return targets.astype(np.float32)
