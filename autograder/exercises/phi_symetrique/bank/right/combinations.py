"""Juste : itertools, et une liste Python en résultat."""

import itertools


def phi_symetrique(state, action):
    signe = 1 if action == 1 else -1
    z = [signe * x / e for x, e in zip(state, (2.4, 2, 0.21, 2))]
    produits = [a * b for a, b in itertools.combinations_with_replacement(z, 2)]
    return [1.0, *z, *produits]
