"""Faux : la variable de la boucle reçoit la Q-valeur, et le tableau reste nul."""
# diagnostic : zeros_result

import numpy as np


def linear_fa(theta, state, actions):
    q = np.zeros(len(actions))
    for x, a in zip(q, actions):
        x = theta @ phi(state, a)
    return q
