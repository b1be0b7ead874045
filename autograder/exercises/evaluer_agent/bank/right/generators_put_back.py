"""Juste : get_action avec epsilon = 0, et l'état de numpy remis en place ensuite."""

import gymnasium as gym
import numpy as np


def evaluer_agent(agent, env_id, graines):
    avant = np.random.get_state()
    env = gym.make(env_id)
    rendements = np.zeros(len(graines))
    for i, graine in enumerate(graines):
        s, _ = env.reset(seed=graine)
        while True:
            s, r, terminated, truncated, _ = env.step(agent.get_action(s, 0.0))
            rendements[i] += r
            if terminated or truncated:
                break
    np.random.set_state(avant)
    return rendements
