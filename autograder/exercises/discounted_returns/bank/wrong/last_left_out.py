"""Faux : la boucle part de l'avant-dernier pas, et le dernier rendement reste nul."""
# diagnostic : last_reward_missing

import numpy as np


def discounted_returns(rewards, gamma):
    G = np.zeros(len(rewards))
    for t in reversed(range(len(rewards) - 1)):
        G[t] = rewards[t] + gamma * G[t + 1]
    return G
