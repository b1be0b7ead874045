"""Faux : deux erreurs, la moyenne des produits et des actions triées."""
# diagnostic : mean_not_sum, sorted_order

import numpy as np


def linear_fa(theta, state, actions):
    features = np.array([phi(state, a) for a in sorted(actions)])
    return (features * theta).mean(axis=1)
