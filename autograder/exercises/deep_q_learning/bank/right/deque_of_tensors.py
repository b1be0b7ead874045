"""Juste : à la manière des tutoriels de PyTorch : un deque de tenseurs, la perte à la main."""

import random
from collections import deque, namedtuple

import gymnasium as gym
import torch
from poutyne import Model

Transition = namedtuple("Transition", ("state", "action", "reward", "next_state", "terminal"))


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
    set_random_seed(env, seed)
    policy_net = NNModel(in_dim=4, out_dim=2)
    optimizer = torch.optim.Adam(policy_net.parameters(), lr)
    memory = deque([], maxlen=buffer_size)
    eps = 1.0

    def select_action(state):
        if random.random() > eps:
            with torch.no_grad():
                return policy_net(state).argmax(dim=1).item()
        return env.action_space.sample()

    for i_episode in range(n_trajectories):
        state, info = env.reset()
        state = torch.tensor(state, dtype=torch.float32).unsqueeze(0)
        done = False
        while not done:
            action = select_action(state)
            observation, reward, terminated, truncated, _ = env.step(action)
            done = terminated or truncated
            next_state = torch.tensor(observation, dtype=torch.float32).unsqueeze(0)
            memory.append(Transition(state, action, reward, next_state, terminated))
            state = next_state
            if len(memory) < batch_size:
                continue
            batch = Transition(*zip(*random.sample(memory, batch_size)))
            state_batch = torch.cat(batch.state)
            action_batch = torch.tensor(batch.action).unsqueeze(1)
            reward_batch = torch.tensor(batch.reward, dtype=torch.float32)
            alive = 1 - torch.tensor(batch.terminal, dtype=torch.float32)
            with torch.no_grad():
                next_values = policy_net(torch.cat(batch.next_state)).max(1).values
            expected = reward_batch + gamma * next_values * alive
            values = policy_net(state_batch).gather(1, action_batch).squeeze(1)
            loss = torch.nn.functional.mse_loss(values, expected)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        eps = max(eps * epsilon_decay, epsilon_min)
    return Model(policy_net, optimizer, dqn_loss)
