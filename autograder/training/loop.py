"""How the two training functions are judged.

First by what the function did on episodes written in advance, with its dependencies replaced by
recording fakes: the calls say all. Where a call is wrong or missing, by a proof: after a few short
runs of CartPole, the weights are those of the reference. Where they are not either (another order
of random draws) and the function calls no dependency, by the weights alone on very short episodes:
they tell which batches were drawn, or that no batch explains them. Only where these episodes do not
run at all, by the return of a real training.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judging.assertions import CheckError, close, require
from autograder.judging.student import Student, StudentError
from autograder.training.episodes import (
    NEVER,
    REPLAY_SCRIPT,
    REPLAYED,
    SCRIPT,
    SCRIPTED,
    Batch,
    Inconclusive,
    Record,
    read,
)
from autograder.training.reference import Run, reference
from autograder.training.replay import Explanation, Learner, explain


class Loop:
    """The evidence on one training function; everything is run when first needed, and once."""

    def __init__(
        self,
        student: Student,
        name: str,
        *,
        runs: dict[str, Run],
        fakes: Sequence[str],
        weights: Callable[[Any], np.ndarray | None],
        q_values: Callable[[np.ndarray, np.ndarray], list[np.ndarray]],
        learners: Callable[[np.ndarray, Any], list[Learner]],
        check_updates: Callable[["Loop", bool], None],
        batches: Callable[["Loop"], list[Batch]],
        learns: Callable[["Loop"], None],
        tolerance: float,
    ):
        """
        runs: the short runs by name, "base" and "other_seed" among them.
        fakes: the dependencies that are replaced on the written episodes.
        weights: finds the learnt numbers in a result, None when it is of another kind.
        q_values(weights, states): what they give, (B, 2), for each admissible way to compute it.
        learners(weights, result): the ways to learn from there, with the learning rate of this
            result if it has one.
        check_updates(loop, exact): raises when a recorded update is wrong; Inconclusive when none
            is recorded. exact: the time limit must not be a terminal state.
        batches(loop): the batches of the recorded updates; raises as check_updates does.
        learns(loop): raises unless a real training succeeds.
        """
        self.student, self.name, self.runs = student, name, runs
        self.fakes, self.tolerance = fakes, tolerance
        self.weights, self.q_values, self.learners = weights, q_values, learners
        self.check_updates, self.batches, self.learns = check_updates, batches, learns
        self._values: dict[Run, Any] = {}
        self._records: dict[tuple, Record | CheckError | Inconclusive] = {}

    def train(self, one: Run, **options: Any) -> np.ndarray | None:
        """The weights that a new call of the student's function returns."""
        return self.weights(self.student.train(self.name, one.kwargs, env=one.env, **options).value)

    def value(self, one: Run) -> Any:
        """What a run returns, called once; raises each time what the student's function raised.

        After a call that hung or ended the process, no other run is tried.
        """
        if one not in self._values and self.student.stopped is not None:
            raise self.student.stopped.with_traceback(None)
        if one not in self._values:
            try:
                self._values[one] = self.student.train(self.name, one.kwargs, env=one.env).value
            except CheckError as error:
                self._values[one] = error
        if isinstance(self._values[one], CheckError):
            raise self._values[one].with_traceback(None)  # or it would grow at each raise
        return self._values[one]

    def result(self, one: Run) -> np.ndarray | None:
        """The weights that a run returns, called once."""
        return self.weights(self.value(one))

    def cousin(self, name: str) -> bool | None:
        """Which reference gives the student's weights: False, the late one (True), or None."""
        one = self.runs[name]
        try:
            found = self.result(one)
        except CheckError:
            return None
        for late in (False, True):
            for arrival_order in (False, True) if "buffer_size" in one.kwargs else (False,):
                wanted = self.weights(reference(self.name, one, late, arrival_order))
                if close(found, wanted, rtol=self.tolerance, atol=self.tolerance):
                    return late
        return None

    def equal(self, *names: str) -> bool:
        """Whether all these runs end with a reference's weights."""
        return all(self.cousin(name) is not None for name in names)

    def record(self, script: list[dict] = SCRIPT, **changed: Any) -> Record:
        """What the function does on written episodes, run once; raises why it cannot be told."""
        key = (id(script), *changed.items())
        if key not in self._records:
            try:
                self._records[key] = self._record(script, {**SCRIPTED, **changed})
            except (CheckError, Inconclusive) as error:
                self._records[key] = error
        if not isinstance(self._records[key], Record):
            raise self._records[key].with_traceback(None)
        return self._records[key]

    def _record(self, script, kwargs):
        env = {"kind": "scripted", "episodes": script}
        base = self._values.get(self.runs["base"])
        if isinstance(base, StudentError) and base.missing:
            raise base.with_traceback(None)
        try:
            training = self.student.train(self.name, kwargs, env=env, spies=self.fakes)
        except StudentError:
            self.value(self.runs["base"])  # raises when the function fails with its own parts too
            raise Inconclusive("fakes") from None
        record = read(self.name, training, script)
        require(
            record.trajectories,
            call=record.call,
            obtained="aucun pas de temps",
            expected="des trajectoires jouées dans l'environnement",
            hint="bouclez sur les trajectoires puis, dans chacune, sur les pas de temps",
        )
        return record

    def judge(
        self,
        *names: str,
        recorded: Callable[["Loop"], None],
        replayed: Callable[["Loop"], None] | None = None,
        late: bool = True,
    ) -> None:
        """Pass when the recorded calls are right, or when these runs equal the reference's.

        recorded(loop) raises when a recorded call is wrong, or Inconclusive when there is none;
        replayed(loop) then judges instead. late: whether the late reference is one too.
        """
        try:
            recorded(self)
        except Inconclusive:
            if not self._proved(names, late):
                (replayed or Loop.check_replay)(self)
        except CheckError:
            if not self._proved(names, late):
                raise

    def _proved(self, names, late):
        return all(self.cousin(name) in ((False, True) if late else (False,)) for name in names)

    def check_replay(self) -> Explanation | None:
        """Raise unless the weights are those of updates, perhaps with mistakes judged on their own.

        The explanation of the weights; None where a real training had to tell.
        """
        if self.replay is None:
            if self.training_problem is not None:
                raise self.training_problem.with_traceback(None)
            return None
        require(
            self.replay.explanation is not None,
            call=f"{self.name}(batch_size=2, buffer_size=3, …) sur des épisodes écrits d'avance",
            obtained="d'autres poids que ceux des transitions vues"
            if self.replay.moved
            else "des poids qui ne changent pas",
            expected="à chaque pas, une mise à jour sur un lot de deux transitions de la mémoire",
            hint="suivez une mise à jour à la main, du lot tiré jusqu'aux poids",
        )
        return self.replay.explanation

    @functools.cached_property
    def training_problem(self) -> CheckError | None:
        """What is wrong with the result of a real training, if anything."""
        try:
            self.learns(self)
        except CheckError as problem:
            return problem
        return None

    @functools.cached_property
    def replay(self) -> "Replay | None":
        """What the weights say after each short episode; None when it cannot be known."""
        real = ("update_theta", "dqn_loss")  # they say how the weights move
        for spies in ([name for name in self.fakes if name not in real], ()):
            try:
                return self._replay(spies)
            except Inconclusive:
                return None
            except CheckError:
                if self.student.stopped is not None:
                    return None
        return None

    def _replay(self, spies):
        env = {"kind": "scripted", "episodes": REPLAY_SCRIPT}

        def after(n_trajectories, **changed):
            kwargs = {**REPLAYED, "n_trajectories": n_trajectories, **changed}
            return self.student.train(self.name, kwargs, env=env, spies=spies)

        start = self.weights(after(1, batch_size=NEVER).value)
        trainings = [after(1 + i) for i in range(REPLAYED["n_trajectories"])]
        stages = [self.weights(training.value) for training in trainings]
        if any(weights is None for weights in (start, *stages)):
            raise Inconclusive("weights")
        trajectories = read(self.name, trainings[-1], REPLAY_SCRIPT).trajectories
        if len(trajectories) != len(stages) or close(start, stages[-1]):
            return Replay(None, moved=not close(start, stages[-1]))
        learners = self.learners(start, trainings[-1].value)
        return Replay(explain(stages, trajectories, learners, self.tolerance), moved=True)


@dataclass(frozen=True)
class Replay:
    """What explains the weights after a few short episodes, and whether they moved at all."""

    explanation: Explanation | None
    moved: bool
