"""Faux : à la manière d'un tutoriel de PyTorch, et > pour >=."""
# diagnostic : more_than

import random
from collections import deque

import gymnasium as gym
import numpy as np
import torch
from poutyne import Model


def deep_q_learning(
    gamma=0.99,
    n_trajectories=300,
    batch_size=128,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    env = gym.make("CartPole-v1")
    rng = random.Random(seed)
    torch.manual_seed(seed)
    net = NNModel(4, 2)
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    memory = deque(maxlen=buffer_size)
    eps = 1.0
    state, _ = env.reset(seed=seed)
    for episode in range(n_trajectories):
        done = False
        while not done:
            with torch.no_grad():
                values = net(torch.as_tensor(state))
            action = rng.randrange(2) if rng.random() < eps else int(values.argmax())
            next_state, reward, terminated, truncated, _ = env.step(action)
            memory.append((state, action, reward, next_state, terminated))
            state, done = next_state, terminated or truncated
            if len(memory) > batch_size:
                s, a, r, s2, end = zip(*rng.sample(list(memory), batch_size))
                with torch.no_grad():
                    future = net(torch.as_tensor(np.array(s2))).max(dim=1).values
                alive = torch.tensor([float(not e) for e in end])
                y = torch.tensor(r, dtype=torch.float32) + gamma * alive * future
                q = net(torch.as_tensor(np.array(s)))[torch.arange(batch_size), torch.tensor(a)]
                loss = ((y - q) ** 2).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        state, _ = env.reset()
        eps = max(eps * epsilon_decay, epsilon_min)
    return Model(net, optimizer, loss_function=dqn_loss)
