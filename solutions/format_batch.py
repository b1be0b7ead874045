"""Exercise format_batch: from a list of transitions to what train_on_batch asks for."""

from typing import Any

import numpy as np

from solutions.DQN import DQN
from solutions.get_targets import get_targets


def format_batch(
    batch: list[tuple[Any, ...]], target_network: DQN, gamma: float
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """
    Met un lot de transitions sous la forme qu'attend `agent.train_on_batch`.

    batch : liste de B transitions (s, a, r, s', terminated).
    target_network : l'agent cible ; lui seul est interrogé, et seulement sur les états suivants.
    gamma : facteur d'actualisation, entre 0 et 1.

    Renvoie (états, (actions, cibles)) : un tableau (B, d) en float32, un tableau (B,) en int64 et
    un tableau (B,) en float32. Là où s' est terminal, la cible est la récompense seule. Le lot
    reçu n'est pas modifié.

    Source : Mnih et al. (2015), algorithme 1.
    """
    states, actions, rewards, next_states, terminal = map(np.array, zip(*batch, strict=True))
    next_q_vals = target_network.predict_on_batch(next_states.astype(np.float32))
    targets = get_targets(next_q_vals, rewards, terminal, gamma)
    return states.astype(np.float32), (actions.astype(np.int64), targets.astype(np.float32))
