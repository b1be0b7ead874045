"""Hands a batch and a target agent to format_batch, and keeps what the agent was asked."""

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


def tracked(value):
    """Whether a gradient would go through some part of a value."""
    if isinstance(value, (list, tuple)):
        return any(map(tracked, value))
    return bool(getattr(value, "requires_grad", False))


def apparatus(namespace):
    class Bench:
        def format(self, parameters, batch, gamma):
            """The result, the states asked, the target's weights and the batch afterwards."""
            network = Network(parameters)
            space = gymnasium.spaces.Discrete(len(parameters[-1]))
            optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
            target = namespace["DQN"](space, network, optimizer, loss_function="mse")
            before = copy.deepcopy(batch)
            result = namespace["format_batch"](batch, target, gamma)
            states = len(parameters[0][0])
            return {
                "result": result,
                "asked": np.concatenate([np.zeros((0, states)), *map(rows, network.asked)]),
                "tracked": tracked(result),
                "weights": [one.detach().numpy().copy() for one in network.parameters()],
                "batch_untouched": same(before, batch),
            }

    return Bench()


def rows(states):
    return states.reshape(-1, states.shape[-1])


def same(before, after):
    return len(before) == len(after) and all(
        len(one) == len(two) and all(np.array_equal(*pair) for pair in zip(one, two, strict=True))
        for one, two in zip(before, after, strict=True)
    )
