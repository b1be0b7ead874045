"""Exercise deep_q_learning: Q-learning with a neural network and experience replay."""

import gymnasium as gym
import numpy as np
import poutyne
import torch

from solutions.dqn_loss import dqn_loss
from solutions.epsilon_greedy_policy import epsilon_greedy_policy
from solutions.get_targets import get_targets
from solutions.NNModel import NNModel
from solutions.ReplayBuffer import ReplayBuffer
from solutions.set_random_seed import set_random_seed


def deep_q_learning(
    gamma: float = 0.99,
    n_trajectories: int = 300,
    batch_size: int = 128,
    lr: float = 1e-3,
    buffer_size: int = 50000,
    seed: int = 42,
    epsilon_decay: float = 0.98,
    epsilon_min: float = 0.01,
) -> poutyne.Model:
    """
    Apprend une approximation neuronale de la fonction Q de CartPole-v1.

    gamma : facteur d'actualisation.
    n_trajectories : nombre de trajectoires jouées.
    batch_size : nombre de transitions par mise à jour.
    lr : taux d'apprentissage d'Adam.
    buffer_size : taille de la mémoire de relecture.
    seed : graine, donnée une seule fois à `set_random_seed`.
    epsilon_decay : facteur appliqué à epsilon après chaque trajectoire (epsilon part de 1).
    epsilon_min : plancher d'epsilon.

    Renvoie l'agent, un `poutyne.Model` dont le réseau est un `NNModel`.

    Source : Mnih et al. (2013), algorithme 1.
    """
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    network = NNModel(environment.observation_space.shape[0], environment.action_space.n)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = poutyne.Model(network, optimizer, loss_function=dqn_loss)
    replay_buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            q_vals = agent.predict_on_batch(state[np.newaxis])[0]
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
                next_q_vals = agent.predict_on_batch(next_states)
                targets = get_targets(next_q_vals, rewards, terminal, gamma)
                agent.train_on_batch(states, (taken, targets.astype(np.float32)))
        epsilon = max(epsilon * epsilon_decay, epsilon_min)

    environment.close()
    return agent
