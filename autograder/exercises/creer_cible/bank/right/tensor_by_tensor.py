"""Juste : un réseau neuf, dont chaque tenseur reçoit une copie."""

import torch


def creer_cible(agent):
    forme = agent.network.fa
    reseau = NNModel(forme[0].in_features, forme[-1].out_features, 3, 64)
    with torch.no_grad():
        for sien, poids in zip(reseau.parameters(), agent.network.parameters()):
            sien.copy_(poids.clone())
    return DQN(agent.action_space, reseau, None, loss_function=agent.loss_function)
