"""The evidence on batch_linear_q, for its hidden tests and for its diagnosis."""

import functools
import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.exercises.phi.stand_in import matrices
from autograder.judging import variant
from autograder.judging.assertions import as_array, close, require
from autograder.judging.student import call
from autograder.training import properties
from autograder.training.episodes import LONG, REPLAYED, Batch, updates
from autograder.training.loop import Loop, Property
from autograder.training.reference import LATE, run
from autograder.training.replay import Learner
from solutions.get_targets import get_targets

BASE = {"n_trajectories": 10, "seed": 1}
# Where theta moves this fast and decides nearly every action, one that is no longer current, of the
# first step or of the last trajectory, plays otherwise: 60 seeds of 60, and hardly ever in the
# other runs.
GREEDY = {"n_trajectories": 12, "gamma": 0.9, "lr": 0.3, "batch_size": 4, "epsilon_decay": 0.1}
RUNS = {
    "base": run(BASE),
    "other_seed": run(BASE, seed=2),
    "rewards": run(BASE, slope=0.5),  # those of CartPole tell nothing of what is made of them
    "n_trajectories": run(BASE, n_trajectories=4),
    "gamma": run(BASE, gamma=0.8),
    "batch_size": run(BASE, batch_size=7),
    "lr": run(BASE, lr=5e-3),
    "buffer_size": run(BASE, buffer_size=40),
    "epsilon_decay": run(BASE, epsilon_decay=0.6),
    "epsilon_min": run(BASE, epsilon_decay=0.3, epsilon_min=0.5),
    "late_learning": run(BASE, **LATE),
    "early_learning": run(BASE, batch_size=2, n_trajectories=2),
    "time_limit": run(BASE, limit=12),
    "greedy": run(BASE | GREEDY, limit=40),
}
# The components of theta at the start, with this many seeds; the rates of these bounds are in the
# table of docs/justesse.md.
INITIAL_SEEDS = 50
MEAN, LEAST_DEVIATION, MOST_DEVIATION = 0.36, 0.75, 1.27


def theta(value: Any) -> np.ndarray | None:
    array = as_array(value)
    return array if array is not None and array.shape == (4,) else None


@dataclass(frozen=True)
class Features:
    """phi(s, 0) and phi(s, 1) for a batch of states: a state times one of two matrices."""

    matrices: tuple[np.ndarray, np.ndarray]

    def of(self, states: np.ndarray) -> list[np.ndarray]:
        return [states @ matrix.T for matrix in self.matrices]

    def q_vals(self, weights: np.ndarray, states: np.ndarray) -> np.ndarray:
        """The Q-values of states, (B, 2)."""
        first, second = self.matrices
        return states @ np.array((weights @ first, weights @ second)).T


RIGHT = Features((-np.eye(4), np.eye(4)))


@dataclass(frozen=True)
class LinearLearner:
    """The rule of the course; each of its two parts may go through the neutral phi."""

    weights: np.ndarray
    values: Features
    gradient: Features

    def after(self, batch: Batch, given: np.ndarray | None) -> "LinearLearner":
        learnt = np.array(self.weights, dtype=float)
        if given is None:
            next_q_vals = self.q_vals(batch.next_states)
            given = get_targets(next_q_vals, batch.rewards, batch.flags[0], REPLAYED["gamma"])
        rows = np.arange(len(batch.actions))
        features = np.stack(self.gradient.of(batch.states), axis=1)[rows, batch.actions]
        errors = given - self.q_vals(batch.states)[rows, batch.actions]
        learnt += 2 * REPLAYED["lr"] / len(rows) * errors @ features
        return replace(self, weights=learnt)

    def q_vals(self, states: np.ndarray) -> np.ndarray:
        return self.values.q_vals(self.weights, states)


def check_initial_theta(loop: Loop) -> None:
    one = {"n_trajectories": 1, **LONG}  # a policy that plays too well learns nothing meanwhile
    first = variant.seed(0) % 1000
    seeds = range(first, first + INITIAL_SEEDS)
    steps = [call("batch_linear_q", kwargs={**one, "seed": seed}) for seed in seeds]
    outcomes = loop.student.script(steps, spies=loop.parts)
    if any(outcome.error for outcome in outcomes):
        outcomes = loop.student.script(steps)
    found = [theta(outcome.unwrap()) for outcome in outcomes]
    known = [one for one in found if one is not None]
    shown = f"batch_linear_q(n_trajectories=1, batch_size=1024) avec {INITIAL_SEEDS} graines"
    require(
        len(known) == len(found),
        call=shown,
        obtained=outcomes[0].value,
        expected="theta, un tableau (4,)",
        hint="renvoyez theta",
    )
    mean, deviation = np.mean(known), np.std(known)
    require(
        abs(mean) < MEAN and LEAST_DEVIATION < deviation < MOST_DEVIATION,
        call=shown,
        obtained=f"des composantes de moyenne {mean:.2f} et d'écart type {deviation:.2f}",
        expected="des composantes tirées selon N(0, 1) : moyenne 0, écart type 1",
        hint="np.random.normal tire selon cette loi",
    )


def check_learning(loop: Loop) -> None:
    loop.check_updates(exact=False)
    properties.check_random_batches(loop)


class LinearLoop(Loop):
    """One theta, that every update learns from a batch with the right numbers handed over."""

    name = "batch_linear_q"
    runs = RUNS
    tolerance = 2e-5
    endurance = properties.check_filled_memory, properties.check_many_steps
    table = properties.COMMON | {
        "updates": Property(
            check_learning,
            ("base", "other_seed", "rewards", "greedy"),
            properties.check_replayed_updates,
            beyond=properties.check_learns_to_the_end,
        ),
        "arguments": Property(
            lambda loop: properties.check_memory_arguments(loop, "lr"),
            ("base", "n_trajectories", "gamma", "batch_size", "lr", "buffer_size", "time_limit"),
            properties.check_replayed_arguments,
            beyond=properties.check_never_stopped,
        ),
    }

    def weights(self, value: Any) -> np.ndarray | None:
        return theta(value)

    @functools.cached_property
    def ways(self) -> tuple[Features, Features]:
        """The admissible features: those of the right phi, and those of this copy's neutral one."""
        return RIGHT, Features(tuple(matrices(self.student.neutral)[:2]))

    def q_values(self, weights: np.ndarray, states: np.ndarray) -> list[np.ndarray]:
        return [way.q_vals(weights, states) for way in self.ways]

    def learners(self, weights: np.ndarray, result: Any) -> list[Learner]:
        return [LinearLearner(weights, *pair) for pair in itertools.product(self.ways, repeat=2)]

    def batches(self) -> list[Batch]:
        return [batch for _, batch, _ in self._updates(exact=False)]

    def check_updates(self, exact: bool) -> None:
        record = self.record()
        current = np.asarray(record.of("update")[0]["theta"])
        require(
            theta(current) is not None,
            call=record.call,
            obtained=f"update_theta reçoit un theta de forme {current.shape}",
            expected="theta, un tableau (4,)",
            hint="une composante de theta par composante de phi",
        )
        for step, batch, update in self._updates(exact):
            before = np.asarray(update["theta"])
            _check_theta(record, close(before, current))
            self._check_handed(record, step, batch, update)
            current = np.asarray(update["after"])
        _check_theta(record, close(record.value, current))
        self._check_policy(record)

    def _updates(self, exact):
        def states(update, batch):
            return update["states"], batch.states

        return updates(self.record(), states, exact=exact)

    def _check_handed(self, record, step, batch, update):
        """Raise unless the update received the numbers of its batch."""
        before = np.asarray(update["theta"])
        next_q_vals = self.q_values(before, batch.next_states)
        wanted = {
            "states": ("states", [batch.states], STATES),
            "actions": ("actions_taken", [batch.actions], properties.ACTIONS),
            "targets": (
                "targets",
                properties.targets(self, record, step, batch, next_q_vals),
                properties.TARGETS,
            ),
            "q_vals": ("q_vals", self.q_values(before, batch.states), Q_VALS),
        }
        for shown, (argument, values, expected) in wanted.items():
            properties.handed(record, f"update_theta, {shown}", update[argument], values, expected)
        require(
            not close(update["lr"], 0.0, atol=0.0),
            call=record.call,
            obtained="lr = 0",
            expected="des mises à jour qui déplacent theta",
            hint="donnez l'argument lr à update_theta",
        )

    def _check_policy(self, record):
        """The policy must see the Q-values of the current state."""
        weights = np.asarray(record.of("update")[0]["theta"])
        for step in record.steps:
            wanted = [q_vals[0] for q_vals in self.q_values(weights, step.state[None])]
            properties.handed_to_policy(self, record, step, wanted)
            weights = np.asarray([*[one["after"] for one in step.of("update")], weights][0])


evidence = functools.lru_cache(maxsize=1)(LinearLoop)  # shared by the tests and the diagnosis

STATES = "les états s du lot tiré, de forme (B, 4)"
Q_VALS = "les Q-valeurs des états s du lot, de forme (B, 2), avec le theta courant"


def _check_theta(record, condition):
    require(
        condition,
        call=record.call,
        obtained="un theta qui n'est pas celui des mises à jour",
        expected="un seul theta, que chaque mise à jour modifie et que la fonction renvoie",
        hint="n'en faites pas de copie, et ne le tirez pas de nouveau en cours de route",
    )
