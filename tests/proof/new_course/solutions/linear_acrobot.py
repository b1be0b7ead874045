"""Exercise linear_acrobot: linear Q-learning of Acrobot, one row of weights an action."""

import gymnasium as gym
import numpy as np

from solutions.epsilon_greedy_policy import epsilon_greedy_policy
from solutions.get_targets import get_targets
from solutions.ReplayBuffer import ReplayBuffer
from solutions.set_random_seed import set_random_seed


def linear_acrobot(
    gamma: float = 0.99,
    n_trajectories: int = 20,
    batch_size: int = 32,
    lr: float = 1e-3,
    buffer_size: int = 50000,
    seed: int = 42,
    epsilon_decay: float = 0.98,
    epsilon_min: float = 0.01,
) -> np.ndarray:
    """
    Apprend une approximation linéaire de la fonction Q d'Acrobot-v1, une ligne de poids par action.

    gamma : facteur d'actualisation.
    n_trajectories : nombre de trajectoires jouées.
    batch_size : nombre de transitions par mise à jour.
    lr : taux d'apprentissage.
    buffer_size : taille de la mémoire de relecture.
    seed : graine, donnée une seule fois à `set_random_seed`.
    epsilon_decay : facteur appliqué à epsilon après chaque trajectoire (epsilon part de 1).
    epsilon_min : plancher d'epsilon.

    Renvoie theta, un tableau (3, 6).
    """
    environment = gym.make("Acrobot-v1")
    set_random_seed(environment, seed)
    theta = np.random.normal(size=(3, 6))
    memory = ReplayBuffer(buffer_size)
    epsilon = 1.0

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        over = False
        while not over:
            action = epsilon_greedy_policy(theta @ state, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            memory.store((state, action, reward, next_state, terminated))
            state = next_state
            over = terminated or truncated

            if len(memory.data) >= batch_size:
                batch = zip(*memory.get_batch(batch_size))  # noqa: B905
                states, taken, rewards, next_states, terminal = map(np.array, batch)
                targets = get_targets(next_states @ theta.T, rewards, terminal, gamma)
                errors = targets - np.sum(theta[taken] * states, axis=1)
                steps = 2 * lr / batch_size * errors[:, np.newaxis] * states
                np.add.at(theta, taken, steps)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
