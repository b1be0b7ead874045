"""Stands in for creer_cible: an agent of its own, whose weights are the opposite ones."""

import copy

import torch


def stand_in(recorder):
    def creer_cible(agent, **extra):
        made = copy.deepcopy(agent)
        with torch.no_grad():
            for one in made.network.parameters():
                one.neg_()
        return made

    return creer_cible
