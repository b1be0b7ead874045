"""Faux : un second nom pour le même agent."""
# diagnostic : same_agent


def creer_cible(agent):
    cible = agent
    return cible
