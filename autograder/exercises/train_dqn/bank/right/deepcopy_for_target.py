"""Juste : la cible est une copie profonde, sans creer_cible ; un compteur à rebours."""

import copy

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
    net = NNModel(env.observation_space.shape[0], env.action_space.n, 3, 64)
    agent = DQN(
        env.action_space, net, torch.optim.Adam(net.parameters(), lr=lr), loss_function=dqn_loss
    )
    target = copy.deepcopy(agent)
    buffer = ReplayBuffer(buffer_size)
    epsilon, left = 1.0, training_interval
    for _ in range(n_trajectories):
        s, _ = env.reset()
        terminated = truncated = False
        while not terminated and not truncated:
            a = agent.get_action(s, epsilon)
            s_next, r, terminated, truncated, _ = env.step(a)
            buffer.store((s, a, r, s_next, terminated))
            s = s_next
            left -= 1
            if left == 0:
                left = training_interval
                if len(buffer.data) < batch_size:
                    continue
                x, y = format_batch(buffer.get_batch(batch_size), target, gamma)
                agent.train_on_batch(x, y)
                target.soft_update(agent, tau)
        epsilon *= epsilon_decay
        if epsilon < epsilon_min:
            epsilon = epsilon_min
    return agent
