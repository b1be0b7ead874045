"""Faux : une copie des poids, et non de l'agent."""
# diagnostic : weights_returned

import copy


def creer_cible(agent):
    return copy.deepcopy(agent.network.state_dict())
