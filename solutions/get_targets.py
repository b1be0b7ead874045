"""Exercise get_targets: one-step Q-learning targets."""

import numpy as np


def get_targets(
    next_q_vals: np.ndarray, rewards: np.ndarray, terminal: np.ndarray, gamma: float
) -> np.ndarray:
    """
    Calcule les cibles du Q-learning à un pas : r + gamma · max_a q(s', a).

    Si s' est terminal, il n'y a plus rien à gagner ensuite : la cible est r.

    next_q_vals : tableau (B, n_actions), les Q-valeurs des états suivants s'.
    rewards : tableau (B,), les récompenses r.
    terminal : tableau (B,) de booléens, vrai là où s' est terminal.
    gamma : facteur d'actualisation, entre 0 et 1.

    Renvoie un tableau (B,) : une cible par transition. Les tableaux reçus ne sont pas modifiés.

    Sources : Watkins et Dayan (1992) ; Sutton et Barto (2018), section 6.5 ;
    Mnih et al. (2013), algorithme 1.
    """
    best_next_q_vals = np.max(next_q_vals, axis=1)
    return rewards + gamma * best_next_q_vals * (1 - terminal)
