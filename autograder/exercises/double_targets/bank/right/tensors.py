"""Juste : par PyTorch, sans gradient, et rendu en NumPy."""

import numpy as np
import torch


def double_targets(batch, agent, target_network, gamma):
    _, _, rewards, next_states, terminal = zip(*batch)
    x = torch.tensor(np.array(next_states), dtype=torch.float32)
    with torch.no_grad():
        a = agent.network(x).argmax(dim=1, keepdim=True)
        q = target_network.network(x).gather(1, a).squeeze(1)
        y = torch.tensor(rewards, dtype=torch.float32)
        y = y + gamma * q * (1 - torch.tensor(terminal, dtype=torch.float32))
    return y.numpy()
