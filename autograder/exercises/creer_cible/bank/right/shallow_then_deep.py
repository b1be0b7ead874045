"""Juste : une copie superficielle, à laquelle on donne un réseau à elle."""

import copy


def creer_cible(agent):
    cible = copy.copy(agent)
    cible.network = copy.deepcopy(agent.network)
    return cible
