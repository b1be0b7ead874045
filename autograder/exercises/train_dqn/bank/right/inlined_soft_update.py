"""Juste : la cible est rapprochée poids par poids, dans la boucle."""

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
    d, n = env.observation_space.shape[0], env.action_space.n
    network = NNModel(d, n, 3, 64)
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = DQN(env.action_space, network, optimizer, loss_function=dqn_loss)
    target = creer_cible(agent)
    buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    steps = 0
    for k in range(n_trajectories):
        s, _ = env.reset()
        done = False
        G = 0.0
        while not done:
            a = agent.get_action(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            buffer.store((s, a, r, s2, terminated))
            s = s2
            G += r
            steps += 1
            if steps % training_interval == 0 and len(buffer.data) >= batch_size:
                batch = buffer.get_batch(batch_size)
                x, y = format_batch(batch, target, gamma)
                agent.train_on_batch(x, y)
                with torch.no_grad():
                    pairs = zip(target.network.parameters(), agent.network.parameters())
                    for mine, its in pairs:
                        mine.mul_(1 - tau).add_(tau * its)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return agent
