"""Hands an agent to evaluer_agent, then looks at its weights and at the global generators."""

import random

import gymnasium
import numpy as np
import torch


class Network(torch.nn.Module):
    """A small network with the names of the course's: one hidden layer."""

    def __init__(self, parameters):
        super().__init__()
        hidden, states = parameters[0].shape
        self.fa = torch.nn.Sequential(
            torch.nn.Linear(states, hidden),
            torch.nn.ReLU(),
            torch.nn.Linear(hidden, parameters[2].shape[0]),
        )
        with torch.no_grad():
            for mine, given in zip(self.parameters(), parameters, strict=True):
                mine.copy_(torch.as_tensor(given))

    def forward(self, x):
        return self.fa(x)


def loss(y_pred, y_target):
    return (y_pred**2).mean()


def apparatus(namespace):
    class Bench:
        def evaluate(self, parameters, env_id, seeds):
            """The returns, the agent's weights, and what the generators draw next."""
            network = Network(parameters)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
            space = gymnasium.spaces.Discrete(len(parameters[-1]), seed=3)
            agent = namespace["DQN"](space, network, optimizer, loss_function=loss)
            self.seed()
            returns = namespace["evaluer_agent"](agent, env_id, seeds)
            return {
                "returns": returns,
                "draws": self.draws(),
                "weights": [one.detach().numpy().copy() for one in network.parameters()],
            }

        def seed(self):
            np.random.seed(7)
            random.seed(7)
            torch.manual_seed(7)

        def draws(self):
            return [float(np.random.rand()), random.random(), float(torch.rand(()))]

        def untouched(self):
            """What the generators draw when nothing is evaluated."""
            self.seed()
            return self.draws()

    return Bench()
