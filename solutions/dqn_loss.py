"""Exercise dqn_loss: the squared error on the chosen actions' Q-values."""

import torch


def dqn_loss(y_pred: torch.Tensor, y_target: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    """
    Calcule la perte du DQN : la même erreur quadratique moyenne que dans le cas linéaire.

    y_pred : tenseur (B, n_actions), la sortie du réseau.
    y_target : paire (actions, q_target) de tenseurs (B,) : les actions prises et leurs cibles.

    Renvoie un tenseur scalaire, moyenne sur le lot de (q_target[i] − y_pred[i, actions[i]])².
    Les tenseurs reçus ne sont pas modifiés.

    Source : Mnih et al. (2013), section 2.
    """
    actions, q_target = y_target
    # squeeze(1), et non squeeze() : un lot d'une seule transition doit rester de forme (1,).
    q_predicted = y_pred.gather(1, actions.long().unsqueeze(1)).squeeze(1)
    return torch.nn.functional.mse_loss(q_predicted, q_target)
