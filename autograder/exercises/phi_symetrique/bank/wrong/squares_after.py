"""Faux : le carré vient après les produits de sa ligne."""
# diagnostic : products_order

import numpy as np


def phi_symetrique(state, action):
    z = phi(state, action) / np.array([2.4, 2, 0.21, 2])
    f = [1.0] + list(z)
    for i in range(4):
        for j in range(i + 1, 4):
            f.append(z[i] * z[j])
        f.append(z[i] ** 2)
    return np.array(f)
