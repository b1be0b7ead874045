"""Agents of the student's class on small networks whose parameters are given, and what they did."""

from collections.abc import Callable
from typing import Any

import gymnasium
import numpy as np
import torch


class Network(torch.nn.Module):
    """A small network with the names of the course's, which keeps the states it is asked.

    parameters: the weights (n_hidden, n_states), the biases (n_hidden,), then those of the output.
    """

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

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.asked.append(x.detach().numpy().copy())
        return self.fa(x)


def agent_with(
    kind: Callable[..., Any],
    network: Network,
    *,
    lr: float = 0.1,
    loss: str | Callable[..., torch.Tensor] = "mse",
    seed: int | None = None,
) -> Any:
    """An agent of this class; seed: that of its space of actions."""
    space = gymnasium.spaces.Discrete(network.fa[-1].out_features, seed=seed)
    optimizer = torch.optim.SGD(network.parameters(), lr=lr)
    return kind(space, network, optimizer, loss_function=loss)


def weights(network: torch.nn.Module) -> list[np.ndarray]:
    return [one.detach().numpy().copy() for one in network.parameters()]


def asked(network: Network) -> np.ndarray:
    """All the states that the network was asked, one a row."""
    rows = (states.reshape(-1, states.shape[-1]) for states in network.asked)
    return np.concatenate([np.zeros((0, network.fa[0].in_features)), *rows])


def same(one: Any, other: Any) -> bool:
    """Whether two nests of lists, tuples and arrays hold the same numbers."""
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other)
