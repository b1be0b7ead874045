"""The evidence on linear_acrobot, for its hidden tests and for its diagnosis."""

import functools
from dataclasses import dataclass, replace

import numpy as np

from autograder.judging.assertions import as_array
from autograder.training import properties
from autograder.training.episodes import REPLAYED, Inconclusive
from autograder.training.loop import Loop, Property
from autograder.training.reference import run
from solutions.get_targets import get_targets

SHAPE = (3, 6)
BASE = {"n_trajectories": 3, "batch_size": 8, "lr": 0.01, "epsilon_decay": 0.5, "seed": 1}
RUNS = {
    "base": run(BASE, limit=20),
    "other_seed": run(BASE, limit=20, seed=2),
    "rewards": run(BASE, limit=20, slope=0.5),
    "n_trajectories": run(BASE, limit=20, n_trajectories=2),
    "gamma": run(BASE, limit=20, gamma=0.8),
    "batch_size": run(BASE, limit=20, batch_size=5),
    "buffer_size": run(BASE, limit=20, buffer_size=15),
    "epsilon_decay": run(BASE, limit=20, epsilon_decay=0.3),
    "epsilon_min": run(BASE, limit=20, epsilon_decay=0.3, epsilon_min=0.5),
    "late_learning": run(BASE, limit=20, batch_size=30),
    "early_learning": run(BASE, limit=20, batch_size=2, n_trajectories=2),
    "time_limit": run(BASE, limit=12),
}


@dataclass(frozen=True)
class RowLearner:
    """Each transition of a batch moves the row of its action."""

    weights: np.ndarray

    def q_vals(self, states):
        return states @ self.weights.reshape(SHAPE).T

    def after(self, batch, given):
        if given is None:
            next_q_vals = self.q_vals(batch.next_states)
            given = get_targets(next_q_vals, batch.rewards, batch.flags[0], REPLAYED["gamma"])
        rows = np.arange(len(batch.actions))
        errors = given - self.q_vals(batch.states)[rows, batch.actions]
        learnt = np.array(self.weights, dtype=float).reshape(SHAPE)
        steps = 2 * REPLAYED["lr"] / len(rows) * errors[:, None] * batch.states
        np.add.at(learnt, batch.actions, steps)
        return replace(self, weights=learnt.ravel())


class AcrobotLoop(Loop):
    """No part says how the weights move: they are compared with the reference's, or explained.

    Where they do not move (lr = 0), the policy must see the Q-values that they give.
    """

    name = "linear_acrobot"
    runs = RUNS
    tolerance = 1e-5
    table = properties.COMMON | {
        "updates": Property(
            lambda loop: loop.check_updates(exact=False),
            ("base", "other_seed"),
            properties.check_replayed_updates,
        ),
        "arguments": Property(
            properties.check_memory_arguments,
            ("base", "n_trajectories", "gamma", "batch_size", "buffer_size"),
            properties.check_replayed_arguments,
        ),
    }

    def weights(self, value):
        array = as_array(value)
        return array.ravel() if array is not None and array.shape == SHAPE else None

    def q_values(self, weights, states):
        return [RowLearner(weights).q_vals(states)]

    def learners(self, weights, result):
        return [RowLearner(weights)]

    def check_updates(self, exact):
        record = self.record(lr=0.0)
        weights = self.weights(record.value)
        if weights is not None:
            for step in record.steps:
                wanted = [self.q_values(weights, step.state)[0]]
                properties.handed_to_policy(self, record, step, wanted)
        raise Inconclusive("update")

    def batches(self):
        raise Inconclusive("update")


evidence = functools.lru_cache(maxsize=1)(AcrobotLoop)
