"""Exercise batch_linear_q: linear Q-learning with experience replay."""

import gymnasium as gym
import numpy as np

from solutions.epsilon_greedy_policy import epsilon_greedy_policy
from solutions.get_targets import get_targets
from solutions.linear_fa import linear_fa
from solutions.ReplayBuffer import ReplayBuffer
from solutions.set_random_seed import set_random_seed
from solutions.update_theta import update_theta


def batch_linear_q(
    gamma: float = 0.99,
    n_trajectories: int = 300,
    batch_size: int = 32,
    lr: float = 1e-3,
    buffer_size: int = 50000,
    seed: int = 42,
    epsilon_decay: float = 0.98,
    epsilon_min: float = 0.01,
) -> np.ndarray:
    """
    Apprend une approximation linéaire de la fonction Q de CartPole-v1.

    gamma : facteur d'actualisation.
    n_trajectories : nombre de trajectoires jouées.
    batch_size : nombre de transitions par mise à jour.
    lr : taux d'apprentissage.
    buffer_size : taille de la mémoire de relecture.
    seed : graine, donnée une seule fois à `set_random_seed`.
    epsilon_decay : facteur appliqué à epsilon après chaque trajectoire (epsilon part de 1).
    epsilon_min : plancher d'epsilon.

    Renvoie theta, un tableau (4,).

    Sources : Sutton et Barto (2018), sections 6.5 et 11.3 ; Mnih et al. (2013), algorithme 1,
    pour la mémoire de relecture.
    """
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    theta = np.random.normal(size=environment.observation_space.shape)
    actions = list(range(environment.action_space.n))
    replay_buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = linear_fa(theta, state, actions)
            action = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            # Une limite de temps n'est pas un état terminal : seul `terminated` est entreposé.
            replay_buffer.store((state, action, reward, next_state, terminated))
            state = next_state

            if len(replay_buffer.data) >= batch_size:
                batch = replay_buffer.get_batch(batch_size)
                states, taken, rewards, next_states, terminal = map(
                    np.array, zip(*batch, strict=True)
                )
                # phi et linear_fa acceptent un lot d'états d'un coup ; .T donne (B, n_actions).
                q_vals = linear_fa(theta, states, actions).T
                next_q_vals = linear_fa(theta, next_states, actions).T
                targets = get_targets(next_q_vals, rewards, terminal, gamma)
                update_theta(theta, states, taken, targets, q_vals, lr)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)

    environment.close()
    return theta
