"""Faux : la mémoire est une deque dont la taille est un nombre à virgule."""
# diagnostic : float_capacity

import random
from collections import deque

import gymnasium as gym
import torch


def train_dqn(
    env_id="CartPole-v1",
    gamma=0.99,
    n_trajectories=150,
    batch_size=64,
    lr=5e-4,
    buffer_size=100_000,
    seed=42,
    epsilon_decay=0.97,
    epsilon_min=0.01,
    tau=0.01,
    training_interval=4,
):
    env = gym.make(env_id)
    set_random_seed(env, seed)
    network = NNModel(env.observation_space.shape[0], env.action_space.n, 3, 64)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = DQN(env.action_space, network, optimizer, loss_function=dqn_loss)
    target = creer_cible(agent)
    memory = deque(maxlen=1e5)
    epsilon = 1.0
    steps = 0
    for _ in range(n_trajectories):
        s, _ = env.reset()
        done = False
        while not done:
            a = agent.get_action(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            memory.append((s, a, r, s2, terminated))
            s = s2
            steps += 1
            if steps % training_interval == 0 and len(memory) >= batch_size:
                agent.train_on_batch(*format_batch(random.sample(memory, batch_size), target, gamma))
                target.soft_update(agent, tau)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
