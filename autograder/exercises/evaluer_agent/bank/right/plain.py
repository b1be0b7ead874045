"""Juste : sans détour ; la plupart des réponses fausses en partent."""

import gymnasium as gym
import numpy as np


def evaluer_agent(agent, env_id, graines):
    env = gym.make(env_id)
    rendements = []
    for graine in graines:
        state, _ = env.reset(seed=graine)
        total = 0.0
        done = False
        while not done:
            action = np.argmax(agent.predict_on_batch(state[None])[0])
            state, reward, terminated, truncated, _ = env.step(action)
            total += reward
            done = terminated or truncated
        rendements.append(total)
    env.close()
    return np.array(rendements)
