"""Faux : un theta trouvé ailleurs est renvoyé, sans apprentissage."""
# diagnostic : no_training

import numpy as np


def batch_linear_q(
    gamma=0.99,
    n_trajectories=300,
    batch_size=32,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    return np.array([0.1, 0.4, 1.5, 1.8])
