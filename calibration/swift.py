"""Train as the reference's `train_dqn` does, to the same weights bit for bit, in less time.

The loop and its draws are the reference's own; what it calls is replaced by the same arithmetic on
weights that stand in one block, without what Poutyne and autograd do around it.
"""

import contextlib
import copy
import random
from collections.abc import Iterator
from typing import Any
from unittest import mock

import gymnasium as gym
import numpy as np
import torch
from torch.nn import functional

from solutions import train_dqn as loop
from solutions.epsilon_greedy_policy import epsilon_greedy_policy
from solutions.get_targets import get_targets


class Agent:
    """What the loop asks of a `DQN` with a dense network, whose weights are views of one block."""

    def __init__(
        self,
        action_space: gym.spaces.Discrete,
        network: torch.nn.Module,
        optimizer: torch.optim.Optimizer,
        loss_function: Any = None,
    ):
        self.action_space, self.network = action_space, network
        weights = list(network.parameters())
        self.block = torch.nn.utils.parameters_to_vector(weights).detach().clone()
        torch.nn.utils.vector_to_parameters(self.block, weights)
        self.block.grad = torch.zeros_like(self.block)
        self.layers = _pairs(self.block, weights)
        self.slopes = _pairs(self.block.grad, weights)
        self.optimizer = torch.optim.Adam([self.block], lr=optimizer.param_groups[0]["lr"])

    def predict_on_batch(self, states: np.ndarray) -> np.ndarray:
        """(B, d) states in float32 → their (B, n_actions) Q-values."""
        return self._outputs(states)[-1].numpy()

    def get_action(self, state: np.ndarray, epsilon: float) -> int:
        q_vals = self.predict_on_batch(state[np.newaxis])[0]
        return epsilon_greedy_policy(q_vals, self.action_space, epsilon)

    def train_on_batch(self, states: np.ndarray, y: tuple[np.ndarray, np.ndarray]) -> None:
        """One step of Adam down the mean squared error of the chosen actions' Q-values."""
        actions, targets = map(torch.from_numpy, y)
        *received, q_vals = self._outputs(states)
        rows = torch.arange(len(actions))
        slope = torch.zeros_like(q_vals)
        slope[rows, actions] = (q_vals[rows, actions] - targets) * (2 / len(actions))
        for rank in reversed(range(len(self.layers))):
            weight_slope, bias_slope = self.slopes[rank]
            torch.mm(slope.t(), received[rank], out=weight_slope)
            torch.sum(slope, dim=0, out=bias_slope)
            if rank:
                slope = slope.mm(self.layers[rank][0]).mul_(received[rank] > 0)
        self.optimizer.step()

    def _outputs(self, states):
        """What each layer receives, then what the last one gives."""
        values = [torch.from_numpy(states)]
        *hidden, last = self.layers
        for weight, bias in hidden:
            values.append(functional.linear(values[-1], weight, bias).relu_())
        return [*values, functional.linear(values[-1], *last)]

    def soft_update(self, other: "Agent", tau: float) -> None:
        self.block.copy_((1 - tau) * self.block + tau * other.block)


def _pairs(block, like):
    """The (weight, bias) of each layer, as views of a block."""
    pieces = block.split([one.numel() for one in like])
    views = [piece.view_as(one) for piece, one in zip(pieces, like, strict=True)]
    return list(zip(views[::2], views[1::2], strict=True))


def target_of(agent: Agent) -> Agent:
    return Agent(agent.action_space, copy.deepcopy(agent.network), agent.optimizer)


class Memory:
    """A `ReplayBuffer` of rows: what it draws is ranks, in the same draws."""

    def __init__(self, buffer_size: int):
        self.buffer_size, self.stored, self.data = buffer_size, 0, range(0)
        self.columns: list[np.ndarray] = []

    def store(self, transition: tuple) -> None:
        if not self.columns:
            self.columns = [
                np.empty((self.buffer_size, *np.shape(one)), np.asarray(one).dtype)
                for one in transition
            ]
        for column, one in zip(self.columns, transition, strict=True):
            column[self.stored % self.buffer_size] = one
        self.stored += 1
        self.data = range(min(self.stored, self.buffer_size))

    def get_batch(self, batch_size: int) -> list[np.ndarray]:
        ranks = random.sample(self.data, batch_size)
        return [column[ranks] for column in self.columns]


def formatted(batch: list[np.ndarray], target: Agent, gamma: float) -> tuple:
    """What `format_batch` gives for a batch in columns."""
    states, actions, rewards, next_states, terminal = batch
    targets = get_targets(target.predict_on_batch(next_states), rewards, terminal, gamma)
    return states, (actions, targets.astype(np.float32))


def double(batch: list[np.ndarray], agent: Agent, target: Agent, gamma: float) -> np.ndarray:
    """What `double_targets` gives for a batch in columns."""
    _, _, rewards, next_states, terminal = batch
    chosen = agent.predict_on_batch(next_states).argmax(axis=1)
    worth = target.predict_on_batch(next_states)[np.arange(len(chosen)), chosen]
    return (rewards + gamma * worth * (1 - terminal)).astype(np.float32)


@contextlib.contextmanager
def swiftly() -> Iterator[None]:
    """Within it, the reference's `train_dqn` calls what is above, and returns an `Agent`."""
    with (
        mock.patch.object(loop, "DQN", Agent),
        mock.patch.object(loop, "creer_cible", target_of),
        mock.patch.object(loop, "ReplayBuffer", Memory),
        mock.patch.object(loop, "format_batch", formatted),
    ):
        yield
