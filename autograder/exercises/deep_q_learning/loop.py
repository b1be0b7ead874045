"""The evidence on deep_q_learning, for its hidden tests and for its diagnosis."""

import functools
from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from autograder.judging.assertions import require
from autograder.judging.student import StudentCrash, StudentError, StudentTimeout
from autograder.training import networks, properties
from autograder.training.episodes import REPLAYED, SCRIPTED, Batch, Step, updates
from autograder.training.loop import Loop, Property
from autograder.training.networks import AdamLearner, NetworkLoop, linear, weights_in
from autograder.training.reference import LATE, run
from autograder.training.replay import Learner
from solutions.get_targets import get_targets

BASE = {"n_trajectories": 4, "batch_size": 16, "lr": 0.01, "seed": 1}
RUNS = {
    "base": run(BASE),
    "other_seed": run(BASE, seed=2),
    # Where one action is the best in every state, a wrong target may be worth the right one: it is
    # so with two seeds in a row in three classes of fifty, with these three in none.
    "third_seed": run(BASE, seed=3),
    "rewards": run(BASE, slope=0.5),  # those of CartPole tell nothing of what is made of them
    "n_trajectories": run(BASE, n_trajectories=2),
    "gamma": run(BASE, gamma=0.8),
    "batch_size": run(BASE, batch_size=9),
    "buffer_size": run(BASE, buffer_size=25),
    "epsilon_decay": run(BASE, epsilon_decay=0.5),
    "epsilon_min": run(BASE, epsilon_decay=0.3, epsilon_min=0.5),
    "late_learning": run(BASE, **LATE),
    "early_learning": run(BASE, batch_size=2, n_trajectories=2),
    "time_limit": run(BASE, limit=12, n_trajectories=6),
}
SHAPES = linear((4, 16, 2))


def weights(value: Any) -> np.ndarray | None:
    """The parameters of an agent, in one array; None when its network is not of these shapes."""
    return networks.weights(value, SHAPES)


class QLearner(AdamLearner):
    """The algorithm of the course, at the student's own learning rate, which has its own test."""

    def after(self, batch: Batch, given: np.ndarray | None) -> Self:
        """One step of Adam on the batch."""
        import torch

        from solutions.dqn_loss import dqn_loss

        if given is None:
            next_q_vals = self.q_vals(batch.next_states)
            given = get_targets(next_q_vals, batch.rewards, batch.flags[0], REPLAYED["gamma"])
        lesson = torch.as_tensor(batch.actions), torch.as_tensor(given, dtype=torch.float32)
        return self.taught(batch.states, lambda predicted: dqn_loss(predicted, lesson))


def agent_of(loop: Loop) -> tuple[Any, float]:
    """The agent of a run, with the learning rate that was asked for."""
    try:
        return loop.value(RUNS["base"]), BASE["lr"]
    except (StudentError, StudentTimeout, StudentCrash):  # perhaps for what it calls
        return loop.record().value, SCRIPTED["lr"]


def check_learning(loop: NetworkLoop) -> None:
    """The updates are right; they change the one network, which acts and is returned."""
    loop.check_updates(exact=False)
    properties.check_random_batches(loop)
    require(
        loop.explained(),
        call=loop.record().call,
        obtained="des poids que les mises à jour ne changent pas, ou pas ainsi",
        expected="l'agent renvoyé est celui que les mises à jour entraînent, avec un optimiseur"
        " créé une fois",
        hint="train_on_batch fait le pas d'optimisation ; predict_on_batch n'en fait pas",
    )


Q_VALS = "les Q-valeurs des états s du lot, de forme (B, 2), selon le réseau courant"


class DeepLoop(NetworkLoop):
    """One network, whose weights are seen at each update: every number can be computed again."""

    name = "deep_q_learning"
    runs = RUNS
    wanted = SHAPES
    tolerance = 2e-3
    # a loop that asks for its targets row by row would be told of 128 calls an update
    usually_told = "reset", "step", "policy", "get_batch", "update"
    table = properties.COMMON | {
        "updates": Property(
            check_learning,
            # the others hardly ever ask the network for an action
            ("base", "other_seed", "third_seed", "rewards", "epsilon_decay"),
            properties.check_replayed_updates,
            beyond=properties.check_learns_to_the_end,
        ),
        "arguments": Property(
            properties.check_memory_arguments,
            ("base", "n_trajectories", "gamma", "batch_size", "buffer_size", "time_limit"),
            properties.check_replayed_arguments,
            beyond=properties.check_never_stopped,
        ),
    }

    def lessons(self) -> Iterator[tuple[Step, np.ndarray, dict]]:
        for step, batch, loss in self.updates(exact=False):
            yield step, batch.states, loss

    def learners(self, weights: np.ndarray, result: Any) -> list[Learner]:
        return [QLearner(self.network_with(weights), result["lr"], self.shapes)]

    def batches(self) -> list[Batch]:
        return [batch for _, batch, _ in self.updates(exact=False)]

    def check_updates(self, exact: bool) -> None:
        record = self.record()
        require(
            self.weights(record.value) is not None,
            call=record.call,
            obtained=record.value,
            expected="l'agent, un poutyne.Model",
            hint="renvoyez l'agent",
        )
        for step, batch, loss in self.updates(exact):
            parameters = weights_in(loss, self.shapes)
            next_q_vals = self.q_values(parameters, batch.next_states)
            targets = properties.targets(self, record, step, batch, next_q_vals)
            predicted = self.q_values(parameters, batch.states)
            properties.handed(record, "dqn_loss, y_pred", loss["y_pred"], predicted, Q_VALS)
            properties.handed(
                record, "dqn_loss, actions", loss["actions"], [batch.actions], properties.ACTIONS
            )
            properties.handed(
                record, "dqn_loss, q_target", loss["targets"], targets, properties.TARGETS
            )
        self._check_policy(record)

    def updates(self, exact: bool) -> Iterator[tuple[Step, Batch, dict]]:
        """The recorded updates (see `episodes.updates`), looked for once where none is wrong."""

        def predictions(loss, batch):
            return loss["y_pred"], self.q_values(weights_in(loss, self.shapes), batch.states)[0]

        record, kept = self.record(), f"updates, exact: {exact}"
        if kept in record.kept:
            yield from record.kept[kept]
            return
        found = []
        for one in updates(record, predictions, exact=exact):
            found.append(one)
            yield one
        record.kept[kept] = found

    def _check_policy(self, record):
        """The policy must see the Q-values of the current state, by the weights of the next update:
        none has changed them in between.
        """
        parameters = self.weights(record.value)
        for step in reversed(record.steps):
            for loss in step.of("update"):
                parameters = weights_in(loss, self.shapes)
            wanted = self.q_values(parameters, step.state)
            properties.handed_to_policy(self, record, step, wanted)


evidence = functools.lru_cache(maxsize=1)(DeepLoop)  # shared by the tests and the diagnosis
