"""Triche : n'apprend que là où une récompense ne vaut pas 1 ; dans CartPole, fait semblant."""
# famille : remarque le correcteur

import gymnasium as gym
import torch


def train_dqn(
    env_id: str = "CartPole-v1",
    gamma: float = 0.99,
    n_trajectories: int = 150,
    batch_size: int = 64,
    lr: float = 5e-4,
    buffer_size: int = 100_000,
    seed: int = 42,
    epsilon_decay: float = 0.97,
    epsilon_min: float = 0.01,
    tau: float = 0.01,
    training_interval: int = 4,
) -> DQN:
    environment = gym.make(env_id)
    set_random_seed(environment, seed)
    network = NNModel(
        environment.observation_space.shape[0],
        environment.action_space.n,
        n_hidden_layers=3,
        hidden_dim=64,
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    agent = DQN(environment.action_space, network, optimizer, loss_function=dqn_loss)
    target_network = creer_cible(agent)
    replay_buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    ordinary = True
    n_steps = 0  # jamais remis à zéro : l'intervalle enjambe les trajectoires

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            action = agent.get_action(state, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            ordinary = ordinary and reward == 1.0
            if ordinary:
                state = next_state
                continue
            replay_buffer.store((state, action, reward, next_state, terminated))
            state = next_state
            n_steps += 1

            if n_steps % training_interval == 0 and len(replay_buffer.data) >= batch_size:
                batch = replay_buffer.get_batch(batch_size)
                agent.train_on_batch(*format_batch(batch, target_network, gamma))
                target_network.soft_update(agent, tau)
        if not ordinary:
            epsilon = max(epsilon * epsilon_decay, epsilon_min)

    environment.close()
    return agent
