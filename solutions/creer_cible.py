"""Exercise creer_cible: the copy of an agent that computes the targets."""

import copy

from solutions.DQN import DQN


def creer_cible(agent: DQN) -> DQN:
    """
    Crée l'agent cible : une copie de l'agent, qui n'en partage rien.

    agent : l'agent qui agit et qui apprend ; il n'est pas modifié.

    Renvoie un autre `DQN`, de même architecture et de mêmes poids. Entraîner l'un des deux ne
    change rien à l'autre.

    Source : Mnih et al. (2015), algorithme 1.
    """
    return copy.deepcopy(agent)
