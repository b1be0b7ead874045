"""Juste : une copie dont les poids ne demandent pas de gradient."""

import copy


def creer_cible(agent):
    cible = copy.deepcopy(agent)
    for poids in cible.network.parameters():
        poids.requires_grad_(False)
    cible.network.eval()
    return cible
