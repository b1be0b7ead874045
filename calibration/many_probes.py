"""Probe the right loops with thousands of seeds at once, to count refusals that are rare.

The same loop and the same laws as the reference's, on tensors whose first dimension is the seed;
the draws are others, so that it is the errors' distribution that is the reference's, not each one.
"""

import itertools
import math
from typing import Any

import numpy as np
import torch

BETAS, SMALL = (0.9, 0.999), 1e-8  # Adam's default ones


class Table:
    """A probe as arrays: where each (state, action) leads, what it pays, how it ends."""

    def __init__(self, probe: Any):
        one = probe()
        one.reset(seed=0)
        starts = [one._debut() for _ in range(64)]
        self.states = _distinct([*starts, *(state for state, _ in probe.q)])
        for state in self.states:
            found = [one._pas(state, action) for action in (0, 1)]
            self.states = _distinct([*self.states, *(following for following, *_ in found)])
        self.starts = torch.tensor([self._place(one) for one in _distinct(starts)])
        found = [[one._pas(state, action) for action in (0, 1)] for state in self.states]
        self.following = torch.tensor([[self._place(f) for f, *_ in row] for row in found])
        self.rewards = torch.tensor([[r for _, r, *_ in row] for row in found], dtype=torch.float32)
        self.terminated = torch.tensor([[end for *_, end, _ in row] for row in found])
        self.over = self.terminated | torch.tensor([[cut for *_, cut in row] for row in found])
        self.places = [self._place(state) for state, _ in probe.q]
        self.true = torch.tensor([values for _, values in probe.q], dtype=torch.float32)
        self.inputs = torch.tensor(np.array(self.states))

    def _place(self, state):
        return next(k for k, one in enumerate(self.states) if np.array_equal(one, state))


def _distinct(states):
    return [np.array(one, dtype=np.float32) for one in sorted({tuple(s.tolist()) for s in states})]


class Networks:
    """As many dense networks as seeds; each learns by Adam from its own batch."""

    def __init__(self, seeds: int, sizes: list[int], lr: float):
        self.lr, self.steps = lr, torch.zeros(seeds)
        self.weights = []
        for before, after in itertools.pairwise(sizes):
            bound = 1 / math.sqrt(before)  # that of torch.nn.Linear
            self.weights += [
                torch.empty(seeds, before, after).uniform_(-bound, bound),
                torch.empty(seeds, 1, after).uniform_(-bound, bound),
            ]
        self.moments = [[torch.zeros_like(one) for one in self.weights] for _ in BETAS]

    def __call__(self, inputs: torch.Tensor) -> list[torch.Tensor]:
        """(seeds, B, d) → what each layer receives, then the (seeds, B, n_actions) Q-values."""
        values = [inputs]
        for weight, bias in list(zip(self.weights[::2], self.weights[1::2], strict=True))[:-1]:
            values.append(torch.baddbmm(bias, values[-1], weight).relu_())
        return [*values, torch.baddbmm(self.weights[-1], values[-1], self.weights[-2])]

    def learn(
        self,
        inputs: torch.Tensor,
        actions: torch.Tensor,
        targets: torch.Tensor,
        playing: torch.Tensor,
    ) -> None:
        """One step down the mean squared error of the chosen actions, where a seed is playing."""
        *received, q_vals = self(inputs)
        chosen = q_vals.gather(2, actions[..., None])[..., 0]
        slope = torch.zeros_like(q_vals)
        slope.scatter_(
            2, actions[..., None], (2 / actions.shape[1] * (chosen - targets))[..., None]
        )
        slopes: list[torch.Tensor] = []
        for rank in reversed(range(len(received))):
            slopes = [received[rank].mT @ slope, slope.sum(1, keepdim=True), *slopes]
            slope = (slope @ self.weights[2 * rank].mT) * (received[rank] > 0)
        self.steps += playing
        moving = playing[:, None, None]
        corrections = [(1 - beta**self.steps)[:, None, None] for beta in BETAS]
        for weight, first, second, one in zip(self.weights, *self.moments, slopes, strict=True):
            first.copy_(torch.where(moving, BETAS[0] * first + (1 - BETAS[0]) * one, first))
            second.copy_(torch.where(moving, BETAS[1] * second + (1 - BETAS[1]) * one**2, second))
            step = first / corrections[0] / ((second / corrections[1]).sqrt() + SMALL)
            weight -= torch.where(moving, self.lr * step, 0.0)


class Lines:
    """As many theta as seeds, with phi = ±s; each learns by gradient descent from its own batch."""

    def __init__(self, seeds: int, lr: float):
        self.lr, self.weights = lr, [torch.randn(seeds, 4)]

    def __call__(self, inputs: torch.Tensor) -> list[torch.Tensor]:
        """(seeds, B, 4) → the (seeds, B, 2) Q-values."""
        product = inputs @ self.weights[0][..., None]
        return [torch.cat([-product, product], 2)]

    def learn(
        self,
        inputs: torch.Tensor,
        actions: torch.Tensor,
        targets: torch.Tensor,
        playing: torch.Tensor,
    ) -> None:
        """One step down the mean squared error, where a seed is playing."""
        features = (2.0 * actions[..., None] - 1) * inputs
        wrong = targets - self(inputs)[-1].gather(2, actions[..., None])[..., 0]
        slope = (wrong[..., None] * features).mean(1)
        self.weights[0] += 2 * self.lr * slope * playing[:, None]


def learners(seeds: int, lr: float, sizes: list[int] | None) -> Lines | Networks:
    """Lines where there are no layers at all, else networks with hidden layers of these sizes."""
    return Lines(seeds, lr) if sizes is None else Networks(seeds, [4, *sizes, 2], lr)


def errors(probe: type, settings: dict, seeds: int, sizes: list[int] | None) -> torch.Tensor:
    """The greatest absolute error on a Q-value of the probe, for as many seeds."""
    table, gamma, size = Table(probe), settings["gamma"], settings["batch_size"]
    learner, target = (learners(seeds, settings["lr"], sizes) for _ in range(2))
    tau = settings.get("tau", 1.0)
    target.weights = [one.clone() for one in learner.weights]
    longest = 2 * settings["n_trajectories"]
    memory = torch.zeros(seeds, longest, 2, dtype=torch.long)  # the states and the actions
    stored, rows, epsilon = torch.zeros(seeds, dtype=torch.long), torch.arange(seeds), 1.0
    for _ in range(settings["n_trajectories"]):
        state = table.starts[torch.randint(len(table.starts), (seeds,))]
        playing = torch.ones(seeds, dtype=torch.bool)
        while playing.any():
            q_vals = learner(table.inputs[state][:, None])[-1][:, 0]
            drawn = torch.randint(2, (seeds,))
            action = torch.where(torch.rand(seeds) < epsilon, drawn, q_vals.argmax(1))
            memory[rows[playing], stored[playing]] = torch.stack([state, action], 1)[playing]
            stored += playing
            learning = playing & (stored >= size)
            if learning.any():
                keys = torch.rand(seeds, int(stored.max()))
                keys[torch.arange(keys.shape[1]) >= stored[:, None]] = 2.0
                batch = memory[rows[:, None], keys.topk(size, 1, largest=False).indices]
                states, actions = batch[..., 0], batch[..., 1]
                following = table.following[states, actions]
                best = target(table.inputs[following])[-1].amax(2)
                targets = table.rewards[states, actions]
                targets = targets + gamma * best * ~table.terminated[states, actions]
                learner.learn(table.inputs[states], actions, targets, learning)
                for mine, its in zip(target.weights, learner.weights, strict=True):
                    mine += tau * (its - mine)
            over = table.over[state, action]
            state = table.following[state, action]
            playing = playing & ~over
        epsilon = max(epsilon * settings["epsilon_decay"], settings["epsilon_min"])
    found = learner(table.inputs[table.places].expand(seeds, -1, -1))[-1]
    return (found - table.true).abs().amax((1, 2))
