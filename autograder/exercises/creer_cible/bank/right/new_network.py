"""Juste : un NNModel neuf, où les poids de l'agent sont chargés ; plusieurs réponses en partent."""

import copy

import torch


def creer_cible(agent):
    couches = [m for m in agent.network.modules() if isinstance(m, torch.nn.Linear)]
    network = NNModel(couches[0].in_features, couches[-1].out_features, 3, 64)
    network.load_state_dict(agent.network.state_dict())
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    return DQN(agent.action_space, network, optimizer, loss_function=dqn_loss)
