"""Juste : une fonction auxiliaire joue un épisode et garde toutes les récompenses."""

import gymnasium as gym
import numpy as np


def _episode(env, agent, graine):
    s, _ = env.reset(seed=graine)
    recompenses = []
    fini = False
    while not fini:
        q = agent.predict_on_batch(np.expand_dims(s, 0))
        s, r, term, trunc, _ = env.step(int(q.argmax(axis=1)[0]))
        recompenses.append(r)
        fini = term | trunc
    return sum(recompenses)


def evaluer_agent(agent, env_id, graines):
    env = gym.make(env_id)
    return np.array([_episode(env, agent, int(g)) for g in graines])
