"""Juste : deux conditions emboîtées, un compteur par itertools, et des affichages."""

import itertools

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
    environment = gym.make(env_id)
    set_random_seed(environment, seed)
    reseau = NNModel(
        in_dim=int(np.prod(environment.observation_space.shape)),
        out_dim=int(environment.action_space.n),
        n_hidden_layers=3,
        hidden_dim=64,
    )
    agent = DQN(
        environment.action_space,
        reseau,
        torch.optim.Adam(reseau.parameters(), lr),
        loss_function=dqn_loss,
    )
    cible = creer_cible(agent)
    memoire = ReplayBuffer(buffer_size=buffer_size)
    compteur = itertools.count(1)
    for trajectoire in range(n_trajectories):
        eps = max(epsilon_decay**trajectoire, epsilon_min)
        etat, _ = environment.reset()
        rendement = 0
        while True:
            action = agent.get_action(etat, eps)
            suivant, recompense, fini, coupe, _ = environment.step(action)
            memoire.store((etat, action, recompense, suivant, fini))
            rendement += recompense
            etat = suivant
            if next(compteur) % training_interval == 0:
                if len(memoire.data) >= batch_size:
                    lot = memoire.get_batch(batch_size)
                    agent.train_on_batch(*format_batch(lot, cible, gamma))
                    cible.soft_update(agent, tau)
            if fini or coupe:
                break
        if trajectoire % 10 == 9:
            print(trajectoire + 1, rendement)
    environment.close()
    return agent
