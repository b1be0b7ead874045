"""Juste : une copie profonde de tout l'agent."""

import copy


def creer_cible(agent):
    return copy.deepcopy(agent)
