"""Hands a batch and two agents to double_targets, and keeps what each of them was asked."""

import copy

import gymnasium
import numpy as np
import torch


class Network(torch.nn.Module):
    """A small network with the names of the course's, which keeps the states it is asked."""

    def __init__(self, parameters):
        super().__init__()
        hidden, states = parameters[0].shape
        self.fa = torch.nn.Sequential(
            torch.nn.Linear(states, hidden),
            torch.nn.ReLU(),
            torch.nn.Linear(hidden, parameters[2].shape[0]),
        )
        self.asked = []
        with torch.no_grad():
            for mine, given in zip(self.parameters(), parameters, strict=True):
                mine.copy_(torch.as_tensor(given))

    def forward(self, x):
        self.asked.append(x.detach().numpy().copy())
        return self.fa(x)


def apparatus(namespace):
    class Bench:
        def targets(self, agents, batch, gamma):
            """The result, what each network was asked, and what the call has changed.

            agents: the parameters of the agent's network, then those of the target's.
            """
            networks = [Network(parameters) for parameters in agents]
            agent, target = (self._agent(network) for network in networks)
            before = copy.deepcopy(batch)
            result = namespace["double_targets"](batch, agent, target, gamma)
            states = len(agents[0][0][0])
            asked = [
                np.concatenate([np.zeros((0, states)), *map(rows, network.asked)])
                for network in networks
            ]
            return {
                "result": result,
                "asked": asked,
                "tracked": bool(getattr(result, "requires_grad", False)),
                "weights": [
                    [one.detach().numpy().copy() for one in network.parameters()]
                    for network in networks
                ],
                "batch_untouched": same(before, batch),
            }

        def _agent(self, network):
            space = gymnasium.spaces.Discrete(network.fa[-1].out_features)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
            return namespace["DQN"](space, network, optimizer, loss_function="mse")

    return Bench()


def rows(states):
    return states.reshape(-1, states.shape[-1])


def same(before, after):
    return len(before) == len(after) and all(
        len(one) == len(two) and all(np.array_equal(*pair) for pair in zip(one, two, strict=True))
        for one, two in zip(before, after, strict=True)
    )
