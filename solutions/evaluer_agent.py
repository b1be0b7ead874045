"""Exercise evaluer_agent: what an agent is worth, without teaching it anything."""

from collections.abc import Iterable

import gymnasium as gym
import numpy as np

from solutions.DQN import DQN


def evaluer_agent(agent: DQN, env_id: str, graines: Iterable[int]) -> np.ndarray:
    """
    Joue un épisode glouton par graine et en renvoie les rendements.

    agent : l'agent à évaluer ; ses poids ne sont pas modifiés.
    env_id : nom de l'environnement Gymnasium.
    graines : entiers ; chacun est donné à `environment.reset(seed=graine)` pour un épisode.

    Renvoie un tableau (n,), la somme des récompenses de chaque épisode, dans l'ordre des graines.
    Aucun générateur global (numpy, random, torch) n'est touché.

    Source : Machado et al. (2018), sur l'évaluation d'un agent.
    """
    environment = gym.make(env_id)
    returns = []
    for graine in graines:
        state, _ = environment.reset(seed=int(graine))
        total, finished = 0.0, False
        while not finished:
            # ni get_action ni epsilon = 0 : un nombre serait tiré pour rien
            action = int(np.argmax(agent.predict_on_batch(state[np.newaxis])[0]))
            state, reward, terminated, truncated, _ = environment.step(action)
            total += float(reward)
            finished = terminated or truncated
        returns.append(total)
    environment.close()
    return np.array(returns)
