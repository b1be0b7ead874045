"""Exercise train_dqn: deep Q-learning whose targets come from a copy that follows slowly."""

import gymnasium as gym
import torch

from solutions.creer_cible import creer_cible
from solutions.DQN import DQN
from solutions.dqn_loss import dqn_loss
from solutions.format_batch import format_batch
from solutions.NNModel import NNModel
from solutions.ReplayBuffer import ReplayBuffer
from solutions.set_random_seed import set_random_seed


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
    """
    Entraîne un agent DQN dont les cibles viennent d'un réseau cible.

    env_id : nom de l'environnement Gymnasium, à états vectoriels et à actions discrètes.
    gamma : facteur d'actualisation.
    n_trajectories : nombre de trajectoires jouées.
    batch_size : nombre de transitions par mise à jour.
    lr : taux d'apprentissage d'Adam.
    buffer_size : taille de la mémoire de relecture.
    seed : graine, donnée une seule fois à `set_random_seed`.
    epsilon_decay : facteur appliqué à epsilon après chaque trajectoire (epsilon part de 1).
    epsilon_min : plancher d'epsilon.
    tau : part de l'agent dans chaque mise à jour douce de la cible.
    training_interval : nombre de pas de temps d'une mise à jour à la suivante.

    Renvoie l'agent entraîné, un `DQN` dont le réseau est `NNModel(d, n_actions, 3, 64)`.

    Sources : Mnih et al. (2015), algorithme 1 ; Lillicrap et al. (2015), section 3.
    """
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
    n_steps = 0  # jamais remis à zéro : l'intervalle enjambe les trajectoires

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            action = agent.get_action(state, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            # Une limite de temps n'est pas un état terminal : seul `terminated` est entreposé.
            replay_buffer.store((state, action, reward, next_state, terminated))
            state = next_state
            n_steps += 1

            if n_steps % training_interval == 0 and len(replay_buffer.data) >= batch_size:
                batch = replay_buffer.get_batch(batch_size)
                agent.train_on_batch(*format_batch(batch, target_network, gamma))
                target_network.soft_update(agent, tau)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)

    environment.close()
    return agent
