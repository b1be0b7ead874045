"""Juste : le pas d'optimisation est écrit en PyTorch, et non par train_on_batch."""

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
    network = NNModel(env.observation_space.shape[0], int(env.action_space.n), 3, 64)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = DQN(env.action_space, network, optimizer, loss_function=dqn_loss)
    target = creer_cible(agent)
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    n = 0
    for _ in range(n_trajectories):
        s, _ = env.reset()
        done = False
        while not done:
            a = agent.get_action(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            buffer.store((s, a, r, s2, terminated))
            s, done, n = s2, terminated or truncated, n + 1
            if n % training_interval or len(buffer.data) < batch_size:
                continue
            x, (actions, targets) = format_batch(buffer.get_batch(batch_size), target, gamma)
            y_pred = network(torch.as_tensor(x))
            loss = dqn_loss(y_pred, (torch.as_tensor(actions), torch.as_tensor(targets)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            target.soft_update(agent, tau)
        epsilon = max(epsilon_min, epsilon * epsilon_decay)
    return agent
