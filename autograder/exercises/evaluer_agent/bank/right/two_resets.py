"""Juste : un premier reset, puis celui qui reçoit la graine."""

import gymnasium as gym
import numpy as np


def evaluer_agent(agent, env_id, graines):
    environment = gym.make(env_id)
    environment.reset()
    totaux = []
    for graine in list(graines):
        etat = environment.reset(seed=graine)[0]
        terminated = truncated = False
        totaux.append(0.0)
        while not (terminated or truncated):
            q_vals = agent.predict_on_batch(etat[np.newaxis])[0]
            etat, r, terminated, truncated, _ = environment.step(q_vals.argmax())
            totaux[-1] += r
    return np.asarray(totaux, dtype=np.float32)
