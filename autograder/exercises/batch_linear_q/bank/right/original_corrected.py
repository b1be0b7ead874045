"""Juste : l'écriture de l'original, corrigée : une Q-valeur par état et par action, boucles."""

import gymnasium as gym
import numpy as np


def batch_linear_q(
    gamma=0.99,
    n_trajectories=300,
    batch_size=32,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    theta = np.random.normal(size=environment.observation_space.shape)
    actions = list(range(environment.action_space.n))
    replay_buffer = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for trajectory in range(n_trajectories):
        terminated = truncated = False
        s, _ = environment.reset()
        G = 0
        while not (terminated or truncated):
            q_vals = linear_fa(theta, s, actions)
            a = epsilon_greedy_policy(q_vals, environment.action_space, epsilon)
            next_s, r, terminated, truncated, _ = environment.step(a)
            G += r
            replay_buffer.store((s, a, r, next_s, terminated))
            s = next_s
            if len(replay_buffer.data) >= batch_size:
                minibatch = replay_buffer.get_batch(batch_size)
                states = np.array([x[0] for x in minibatch])
                actions_taken = np.array([x[1] for x in minibatch])
                rewards = np.array([x[2] for x in minibatch])
                next_states = np.array([x[3] for x in minibatch])
                dones = np.array([x[4] for x in minibatch])
                next_q = np.array([linear_fa(theta, x, actions) for x in next_states])
                targets = get_targets(next_q, rewards, dones, gamma)
                q = np.array([linear_fa(theta, x, actions) for x in states])
                update_theta(theta, states, actions_taken, targets, q, lr)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
        if (trajectory + 1) % 10 == 0:
            print(f"Après {trajectory + 1} trajectoires, G_0 = {G:.2f}, epsilon = {epsilon:.4f}")
    return theta
