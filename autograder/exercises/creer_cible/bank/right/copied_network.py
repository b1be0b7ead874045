"""Juste : un DQN neuf, autour d'une copie profonde du réseau, sans optimiseur."""

from copy import deepcopy


def creer_cible(agent):
    reseau = deepcopy(agent.network)
    return DQN(agent.action_space, reseau, None, loss_function=agent.loss_function)
