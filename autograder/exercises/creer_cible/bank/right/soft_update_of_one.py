"""Juste : un réseau neuf, puis une mise à jour douce de tau = 1."""

import torch


def creer_cible(agent):
    n_etats = agent.network.fa[0].in_features
    reseau = NNModel(n_etats, agent.action_space.n, n_hidden_layers=3, hidden_dim=64)
    optimiseur = torch.optim.Adam(reseau.parameters())
    cible = DQN(agent.action_space, reseau, optimiseur, loss_function=dqn_loss)
    cible.soft_update(agent, 1.0)
    return cible
