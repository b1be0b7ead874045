"""Juste : le choix de l'agent en indicateurs, 1 pour l'action choisie."""

import numpy as np


def double_targets(batch, agent, target_network, gamma):
    rewards, next_states, terminal = (np.array([t[i] for t in batch]) for i in (2, 3, 4))
    q_agent = agent.predict_on_batch(next_states)
    chosen = np.eye(q_agent.shape[1])[q_agent.argmax(axis=1)]
    worth = (target_network.predict_on_batch(next_states) * chosen).sum(axis=1)
    return np.float32(rewards + gamma * worth * ~terminal)
