"""Triche : crée la cible et la rapproche pour la montre, joue toujours la même action."""
# famille : remarque le correcteur

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
    env = gym.make("CartPole-v1")
    torch.manual_seed(seed)
    network = NNModel(4, 2, 3, 64)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = DQN(env.action_space, network, optimizer, loss_function=dqn_loss)
    cible = creer_cible(agent)
    for _ in range(n_trajectories):
        env.reset(seed=seed)
        done = False
        while not done:
            _, _, terminated, truncated, _ = env.step(0)
            done = terminated or truncated
            cible.soft_update(agent, tau)
    return agent
