"""Juste : la cible, le lot et la mise à jour douce sont écrits dans la boucle, mêmes tirages."""

import copy

import gymnasium as gym
import numpy as np
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
    slow = copy.deepcopy(network)
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    steps = 0
    for _ in range(n_trajectories):
        s, _ = env.reset()
        done = False
        while not done:
            a = agent.get_action(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            buffer.store((s, a, r, s2, terminated))
            s = s2
            steps += 1
            if steps % training_interval == 0 and len(buffer.data) >= batch_size:
                batch = buffer.get_batch(batch_size)
                states, actions, rewards, nexts, ends = map(np.array, zip(*batch))
                with torch.no_grad():
                    q_next = slow(torch.from_numpy(nexts)).numpy()
                targets = get_targets(q_next, rewards, ends, gamma).astype(np.float32)
                agent.train_on_batch(states, (actions, targets))
                with torch.no_grad():
                    for one, other in zip(slow.parameters(), network.parameters()):
                        one.copy_((1 - tau) * one + tau * other)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
