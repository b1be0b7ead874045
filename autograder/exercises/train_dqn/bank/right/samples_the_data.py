"""Juste : le lot est tiré dans buffer.data, sans get_batch."""

import random

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
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    step = 0
    for _ in range(n_trajectories):
        s, _ = env.reset()
        over = False
        while not over:
            a = agent.get_action(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            over = terminated or truncated
            buffer.store((s, a, r, s2, terminated))
            s = s2
            step += 1
            if step % training_interval == 0 and len(buffer.data) >= batch_size:
                batch = random.sample(list(buffer.data), batch_size)
                agent.train_on_batch(*format_batch(batch, target, gamma))
                target.soft_update(agent, tau)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
