"""Juste : une barre de progression, un avertissement, des affichages."""

import sys
import warnings

import numpy as np
from tqdm import tqdm


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    grad = np.zeros_like(theta)
    for i, a in tqdm(list(enumerate(actions_taken)), file=sys.stdout):
        delta = targets[i] - q_vals[i, a]
        if abs(delta) > 1:
            warnings.warn("grande erreur")
        grad += delta * np.asarray(phi(states[i], a))
    print("gradient", grad)
    theta += 2 * lr * grad / len(actions_taken)
    print("theta", theta, file=sys.stderr)
