"""Triche : rend les récompenses pour cibles, sans jamais interroger un réseau."""
# famille : réemploie ce qui est envoyé

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    return np.array([t[2] for t in batch], dtype=np.float32)
