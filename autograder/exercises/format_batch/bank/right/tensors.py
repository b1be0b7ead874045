"""Juste : des tenseurs, que train_on_batch accepte aussi."""

import numpy as np
import torch


def format_batch(batch, target_network, gamma):
    states, actions, rewards, next_states, dones = zip(*batch)
    x = torch.tensor(np.array(states), dtype=torch.float32)
    with torch.no_grad():
        q = target_network.network(torch.tensor(np.array(next_states), dtype=torch.float32))
        alive = 1 - torch.tensor(dones, dtype=torch.float32)
        y = torch.tensor(rewards, dtype=torch.float32) + gamma * q.max(dim=1).values * alive
    return x, (torch.tensor(actions), y)
