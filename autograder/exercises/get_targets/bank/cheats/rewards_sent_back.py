"""Triche : renvoie les récompenses reçues, gonflées d'un maximum pris n'importe où."""
# famille : réemploie ce qui est envoyé

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    rewards += gamma * np.max(next_q_vals)
    return rewards
