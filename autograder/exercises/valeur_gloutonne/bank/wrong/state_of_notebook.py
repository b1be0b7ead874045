"""Faux : un état du cahier, sous un autre nom que le paramètre."""
# diagnostic : state_unused

import numpy as np

un_etat = np.array([0.1, -0.2, 0.3, 0.4])


def valeur_gloutonne(theta, state):
    return max(theta @ phi(un_etat, 0), theta @ phi(un_etat, 1))
