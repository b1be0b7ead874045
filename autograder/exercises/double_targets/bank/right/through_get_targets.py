"""Juste : get_targets reçoit la seule Q-valeur que l'agent a choisie."""

import numpy as np


def get_targets_of(q, rewards, terminal, gamma):
    return rewards + gamma * q.max(axis=1) * (1 - terminal)


def double_targets(batch, agent, target_network, gamma=0.99):
    _, _, rewards, next_states, terminal = map(np.array, zip(*batch))
    rows = range(len(batch))
    chosen = agent.predict_on_batch(next_states).argmax(axis=1)
    q = target_network.predict_on_batch(next_states)[rows, chosen].reshape(-1, 1)
    return get_targets_of(q, rewards, terminal, gamma).astype(np.float32)
