"""Juste : l'action cherchée par max, et des affichages."""

import gymnasium as gym
import numpy as np


def evaluer_agent(agent, env_id, graines):
    env = gym.make(env_id)
    tous = {}
    for g in graines:
        s, info = env.reset(seed=g)
        tous[g], fin = 0.0, False
        while not fin:
            q = agent.predict_on_batch(np.array([s], dtype=np.float32))[0]
            a = max(range(len(q)), key=lambda i: q[i])
            s, r, terminated, truncated, info = env.step(a)
            tous[g] += r
            fin = bool(terminated) or bool(truncated)
        print("graine", g, ":", tous[g])
    return np.array([tous[g] for g in graines])
