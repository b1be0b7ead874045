"""Exercise DQN: an agent that acts, and that can move its weights towards another's."""

from typing import Any

import gymnasium as gym
import numpy as np
import poutyne

from solutions.epsilon_greedy_policy import epsilon_greedy_policy


class DQN(poutyne.Model):
    """
    Agent DQN : un modèle Poutyne (réseau, optimiseur, perte) qui sait choisir une action et
    rapprocher ses poids de ceux d'un autre agent.

    Source : Lillicrap et al. (2015), section 3, pour la mise à jour douce.
    """

    def __init__(self, action_space: gym.spaces.Discrete, *args: Any, **kwargs: Any) -> None:
        """
        Donné : garde l'espace d'actions, et laisse le reste à `poutyne.Model`.

        action_space : espace d'actions de l'environnement.
        args, kwargs : le réseau, l'optimiseur et `loss_function`, comme pour `poutyne.Model`.
        """
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state: np.ndarray, epsilon: float) -> int:
        """
        Choisit une action selon la politique epsilon-gloutonne de l'agent.

        state : tableau (d,), un seul état.
        epsilon : probabilité, entre 0 et 1, de tirer l'action au hasard dans `self.action_space`.

        Renvoie l'action, un entier. Les poids et l'état reçu ne sont pas modifiés.
        """
        q_vals = self.predict_on_batch(state[np.newaxis])[0]
        return epsilon_greedy_policy(q_vals, self.action_space, epsilon)

    def soft_update(self, other: "DQN", tau: float) -> None:
        """
        Rapproche les poids de cet agent de ceux d'un autre : self ← (1 − tau) · self + tau · other.

        other : autre agent, dont le réseau a la même architecture ; il n'est pas modifié.
        tau : part de l'autre agent, entre 0 et 1 ; 0 ne change rien, 1 recopie `other`.

        Modifie sur place tous les poids et biais du réseau, et ne renvoie rien. Les deux réseaux
        ne partagent rien ensuite.
        """
        theirs = other.network.state_dict()
        for name, mine in self.network.state_dict().items():
            mine.copy_((1 - tau) * mine + tau * theirs[name])
