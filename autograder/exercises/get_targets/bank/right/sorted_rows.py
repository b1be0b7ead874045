"""Juste : la dernière colonne des lignes triées ; les cibles sont affichées."""

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    ordre_croissant = np.sort(next_q_vals, axis=1)
    meilleure = ordre_croissant[:, -1]
    cibles = rewards + gamma * (1 - terminal) * meilleure
    print("cibles", cibles.shape, cibles)
    return cibles
