"""Given: DQN with a target network on CartPole, whatever rule gives the targets."""

import copy
from collections.abc import Callable
from typing import Any

import gymnasium as gym
import numpy as np
import torch

from solutions.DQN import DQN
from solutions.dqn_loss import dqn_loss
from solutions.NNModel import NNModel
from solutions.ReplayBuffer import ReplayBuffer
from solutions.set_random_seed import set_random_seed


def entrainer_dqn(
    cibles: Callable[[list[tuple[Any, ...]], DQN, DQN, float], np.ndarray],
    gamma: float = 0.99,
    n_trajectories: int = 150,
    batch_size: int = 64,
    lr: float = 5e-4,
    buffer_size: int = 100_000,
    seed: int = 42,
    epsilon_decay: float = 0.97,
    epsilon_min: float = 0.01,
    tau: float = 0.1,
    training_interval: int = 4,
) -> DQN:
    """
    Entraîne un agent sur CartPole-v1, comme `train_dqn`, avec la règle de cibles que l'on veut.

    cibles : fonction (lot, agent, réseau cible, gamma) → un tableau (B,) en float32.
    Les autres arguments sont ceux de `train_dqn`.

    Renvoie l'agent entraîné.
    """
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    network = NNModel(4, 2, n_hidden_layers=3, hidden_dim=64)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = DQN(environment.action_space, network, optimizer, loss_function=dqn_loss)
    target_network = copy.deepcopy(agent)
    replay_buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    n_steps = 0

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            action = agent.get_action(state, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            replay_buffer.store((state, action, reward, next_state, terminated))
            state = next_state
            n_steps += 1

            if n_steps % training_interval == 0 and len(replay_buffer.data) >= batch_size:
                batch = replay_buffer.get_batch(batch_size)
                states, actions = (np.array([one[i] for one in batch]) for i in (0, 1))
                targets = cibles(batch, agent, target_network, gamma)
                agent.train_on_batch(states, (actions, targets))
                target_network.soft_update(agent, tau)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)

    environment.close()
    return agent
