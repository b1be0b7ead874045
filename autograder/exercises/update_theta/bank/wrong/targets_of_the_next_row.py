"""Faux : la cible est celle de la ligne suivante."""
# diagnostic : targets_shifted

import numpy as np



def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    taken = q_vals[np.arange(len(actions_taken)), actions_taken]
    rows = np.array([phi(s, a) for s, a in zip(states, actions_taken, strict=True)])
    theta += lr * 2 / len(taken) * (np.roll(targets, -1) - taken) @ rows
