"""Faux : de deux transitions d'un même état, une seule est gardée."""

import numpy as np


def format_batch(batch, target_network, gamma):
    par_etat = {tuple(transition[0]): transition for transition in batch}
    s, a, r, s2, fini = map(np.array, zip(*par_etat.values()))
    suivantes = target_network.predict_on_batch(s2.astype(np.float32))
    cibles = get_targets(suivantes, r, fini, gamma)
    return s.astype(np.float32), (a.astype(np.int64), cibles.astype(np.float32))
