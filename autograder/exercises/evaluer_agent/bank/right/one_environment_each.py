"""Juste : un environnement neuf par graine, et une liste renvoyée."""

import gymnasium as gym
import torch


def evaluer_agent(agent, env_id, graines):
    resultats = []
    for g in graines:
        env = gym.make(env_id)
        obs, _ = env.reset(seed=int(g))
        fini, R = False, 0
        while not fini:
            with torch.no_grad():
                a = agent.network(torch.as_tensor(obs).unsqueeze(0)).argmax().item()
            obs, r, term, trunc, _ = env.step(a)
            R, fini = R + r, term or trunc
        resultats.append(R)
        env.close()
    return resultats
