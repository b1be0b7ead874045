"""Given: one greedy episode of a neural agent, recorded."""

import gymnasium as gym
import numpy as np
import poutyne

from solutions.set_random_seed import set_random_seed


def run_dqn(agent: poutyne.Model, seed: int = 42) -> list[np.ndarray]:
    """
    Joue un épisode glouton avec l'agent et en renvoie les images.

    agent : `poutyne.Model` qui donne une Q-valeur par action.
    seed : graine de l'épisode.

    Renvoie une liste d'images RVB, tableaux (hauteur, largeur, 3) d'octets, une par pas de temps.
    """
    environment = gym.make("CartPole-v1", render_mode="rgb_array")
    set_random_seed(environment, seed)
    state, _ = environment.reset()
    images = [environment.render()]
    finished = False
    while not finished:
        action = int(np.argmax(agent.predict_on_batch(state[np.newaxis])[0]))
        state, _, terminated, truncated, _ = environment.step(action)
        images.append(environment.render())
        finished = terminated or truncated
    environment.close()
    return images
