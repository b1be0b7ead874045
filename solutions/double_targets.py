"""Exercise double_targets: one network chooses the next action, the other says what it is worth."""

from typing import Any

import numpy as np

from solutions.DQN import DQN


def double_targets(
    batch: list[tuple[Any, ...]], agent: DQN, target_network: DQN, gamma: float
) -> np.ndarray:
    """
    Calcule les cibles du « double DQN » pour un lot de transitions.

    batch : liste de B transitions (s, a, r, s', terminated).
    agent : l'agent que l'on entraîne ; il choisit l'action de s'.
    target_network : l'agent cible ; il dit ce que vaut cette action.
    gamma : facteur d'actualisation, entre 0 et 1.

    Renvoie un tableau (B,) en float32. Là où s' est terminal, la cible est la récompense seule. Le
    lot et les deux réseaux ne sont pas modifiés.

    Source : van Hasselt, Guez et Silver (2015), section « Double DQN ».
    """
    _, _, rewards, next_states, terminal = map(np.array, zip(*batch, strict=True))
    chosen = agent.predict_on_batch(next_states).argmax(axis=1)
    worth = target_network.predict_on_batch(next_states)[np.arange(len(batch)), chosen]
    return (rewards + gamma * worth * (1 - terminal)).astype(np.float32)
