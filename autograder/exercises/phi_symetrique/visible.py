"""What students can check of phi_symetrique while they work."""

import numpy as np

from autograder.exercises.phi_symetrique.mistakes import MISTAKES, RULES, compute
from autograder.judging.visible import Property, computed
from solutions.phi_symetrique import phi_symetrique

ONE, OTHER = np.array([1.2, -1.0, 0.063, 0.6]), np.array([-0.6, 3.0, 0.105, -1.0])


def checks() -> dict:
    return computed(
        phi_symetrique,
        MISTAKES,
        RULES,
        compute,
        [
            Property(
                "Pour l'action 1 : 1, les quatre z_i, puis leurs dix produits.",
                "divisez d'abord l'état par ses échelles ; chaque produit une seule fois.",
                ((ONE, 1), (OTHER, np.int64(1))),
            ),
            Property(
                "Pour l'action 0 : les mêmes, calculées sur l'état miroir.",
                "les z_i changent de signe ; 1 et les produits n'en changent pas.",
                ((ONE, 0), (OTHER, 0)),
            ),
        ],
        intact={0: "state"},
    )
