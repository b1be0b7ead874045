"""Faux : à la manière du double DQN, une autre estimation choisit l'action."""
# diagnostic : other_action

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma, rng=np.random.default_rng(0)):
    second_estimate = next_q_vals + rng.normal(scale=5.0, size=next_q_vals.shape)
    best = second_estimate.argmax(axis=1)
    values = np.take_along_axis(next_q_vals, best[:, None], axis=1)[:, 0]
    return rewards + gamma * values * ~terminal
