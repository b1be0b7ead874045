"""Faux : un autre agent, autour du même réseau, comme dans bien des ébauches de cours."""
# diagnostic : network_shared


def creer_cible(agent):
    return DQN(
        agent.action_space, agent.network, agent.optimizer, loss_function=agent.loss_function
    )
