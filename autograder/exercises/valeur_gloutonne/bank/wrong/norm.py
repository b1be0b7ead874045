"""Faux : la norme remplace la somme."""
# diagnostic : norm_not_product

import numpy as np


def valeur_gloutonne(theta, state):
    return max(np.linalg.norm(phi(state, a) * theta) for a in (0, 1))
