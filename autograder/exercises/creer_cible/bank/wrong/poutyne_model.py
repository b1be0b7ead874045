"""Faux : un modèle Poutyne ordinaire, sans soft_update."""
# diagnostic : network_returned

import copy

import poutyne


def creer_cible(agent):
    return poutyne.Model(copy.deepcopy(agent.network), None, loss_function=agent.loss_function)
