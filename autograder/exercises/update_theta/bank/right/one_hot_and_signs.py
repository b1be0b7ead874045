"""Juste : les actions en codage disjonctif, les signes de phi écrits à la main."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    choix = np.eye(q_vals.shape[1])[actions_taken]
    erreurs = targets - (q_vals * choix).sum(axis=1)
    signes = 2 * np.asarray(actions_taken) - 1
    theta[:] = theta + lr * np.mean(2 * (erreurs * signes)[:, None] * states, axis=0)
