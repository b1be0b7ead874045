"""Juste : une liste remplie en remontant, puis remise à l'endroit."""


def discounted_returns(rewards, gamma):
    rendements = []
    G = 0
    for r in rewards[::-1]:
        G = r + gamma * G
        rendements.append(G)
    return rendements[::-1]
