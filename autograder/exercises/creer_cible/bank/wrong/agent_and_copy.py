"""Faux : l'agent et sa copie sont renvoyés ensemble."""
# diagnostic : tuple_returned

import copy


def creer_cible(agent):
    return agent, copy.deepcopy(agent)
