"""Juste : la plus grande valeur vue, et un affichage de trop."""


def valeur_gloutonne(theta, state):
    meilleure = float("-inf")
    for action in range(2):
        q = 0.0
        for poids, trait in zip(theta, phi(state, action)):
            q += poids * trait
        print("q =", q)
        meilleure = max(meilleure, q)
    return meilleure
