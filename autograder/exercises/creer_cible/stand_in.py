"""Stands in for creer_cible: an agent of its own, some of whose weights are the opposite ones."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import torch


def stand_in(recorder: Any, seed: int) -> Callable[..., Any]:
    def creer_cible(agent, **extra):
        made = copy.deepcopy(agent)
        rng = np.random.default_rng(seed)
        with torch.no_grad():
            for one in made.network.parameters():
                signs = rng.choice((-1.0, 1.0), size=tuple(one.shape))
                one.mul_(torch.from_numpy(signs))
        return made

    return creer_cible
