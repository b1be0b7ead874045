"""Juste : la mémoire reçoit des tenseurs ; environnement emballé, barre tqdm, itertools.count."""

from itertools import count

import gymnasium as gym
import numpy as np
import poutyne
import torch
from tqdm.auto import tqdm


def deep_q_learning(gamma=0.99, n_trajectories=300, batch_size=128, lr=1e-3, buffer_size=50000,
                    seed=42, epsilon_decay=0.98, epsilon_min=0.01, device="cpu"):
    environment = gym.wrappers.RecordEpisodeStatistics(gym.make("CartPole-v1"))
    set_random_seed(environment, seed)
    net = NNModel(environment.observation_space.shape[0], environment.action_space.n).to(device)
    agent = poutyne.Model(
        net, torch.optim.Adam(net.parameters(), lr=lr), loss_function=dqn_loss, device=device
    )
    buffer, epsilon = ReplayBuffer(buffer_size), 1.0
    bar = tqdm(range(n_trajectories), desc="DQN")
    for episode in bar:
        state = torch.as_tensor(environment.reset()[0])
        for t in count(1):
            with torch.no_grad():
                q = net(state).numpy()
            action = epsilon_greedy_policy(q, environment.action_space, epsilon)
            obs, reward, terminated, truncated, info = environment.step(action)
            next_state = torch.as_tensor(obs)
            buffer.store((state, action, reward, next_state, terminated))
            state = next_state
            if len(buffer.data) >= batch_size:
                sample = buffer.get_batch(batch_size)
                states = torch.stack([x[0] for x in sample])
                next_states = torch.stack([x[3] for x in sample])
                with torch.no_grad():
                    q_next = net(next_states).numpy()
                targets = get_targets(
                    next_q_vals=q_next,
                    rewards=np.array([x[2] for x in sample]),
                    terminal=np.array([x[4] for x in sample]),
                    gamma=gamma,
                )
                loss = agent.train_on_batch(
                    states,
                    (torch.tensor([x[1] for x in sample]), torch.tensor(targets).float()),
                )
            if terminated or truncated:
                bar.set_postfix(durée=t, epsilon=round(epsilon, 3))
                break
        epsilon = max(epsilon_min, epsilon * epsilon_decay)
    return agent
