"""Given: one greedy episode of a linear agent, recorded."""

import gymnasium as gym
import numpy as np

from solutions.linear_fa import linear_fa
from solutions.set_random_seed import set_random_seed


def run_fa(theta: np.ndarray, seed: int = 42) -> list[np.ndarray]:
    """
    Joue un épisode glouton avec les poids theta et en renvoie les images.

    theta : tableau (4,).
    seed : graine de l'épisode.

    Renvoie une liste d'images RVB, tableaux (hauteur, largeur, 3) d'octets, une par pas de temps.
    """
    environment = gym.make("CartPole-v1", render_mode="rgb_array")
    set_random_seed(environment, seed)
    state, _ = environment.reset()
    images = [environment.render()]
    finished = False
    while not finished:
        action = int(np.argmax(linear_fa(theta, state, [0, 1])))
        state, _, terminated, truncated, _ = environment.step(action)
        images.append(environment.render())
        finished = terminated or truncated
    environment.close()
    return images
