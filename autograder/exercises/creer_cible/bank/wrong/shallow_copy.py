"""Faux : une copie superficielle, qui garde le réseau."""
# diagnostic : network_shared

import copy


def creer_cible(agent):
    return copy.copy(agent)
