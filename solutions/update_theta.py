"""Exercise update_theta: one step of semi-gradient descent on the MSE."""

import numpy as np

from solutions.phi import phi


def update_theta(
    theta: np.ndarray,
    states: np.ndarray,
    actions_taken: np.ndarray,
    targets: np.ndarray,
    q_vals: np.ndarray,
    lr: float,
) -> None:
    """
    Fait un pas de descente de gradient sur l'erreur quadratique moyenne entre cibles et Q-valeurs.

    La règle est celle de la question 1 ; seule y compte la Q-valeur de l'action prise.

    theta : tableau (4,), les poids, **modifiés sur place**.
    states : tableau (B, 4), les états s_i.
    actions_taken : tableau (B,) d'entiers, les actions prises a_i.
    targets : tableau (B,), les cibles.
    q_vals : tableau (B, n_actions), les Q-valeurs prédites de toutes les actions.
    lr : taux d'apprentissage.

    Ne renvoie rien, et ne modifie que theta.

    Source : Sutton et Barto (2018), sections 9.3 et 10.1.
    """
    batch_size = len(states)
    predicted = q_vals[np.arange(batch_size), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken, strict=True)])
    gradient = -2 / batch_size * (targets - predicted) @ features
    theta -= lr * gradient
