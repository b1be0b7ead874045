"""How the two training functions are judged.

First by a proof: after a few short runs of CartPole, the weights are those of the reference. Where
they are not (another order of random draws, a mistake in a dependency, a mistake in the loop), by
what the function did on episodes written in advance, with its dependencies replaced by recording
fakes. Where it calls none of them, by a run without chance: with a memory of two transitions and
batches of two, the actions seen determine the weights. Only then, by the return of a real training.
"""

import functools
import itertools
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gymnasium as gym
import numpy as np

from autograder.checking import CheckError, close, describe, require
from autograder.hidden_tests.episodes import (
    REPLAY_SCRIPT,
    REPLAYED,
    SCRIPT,
    SCRIPTED,
    Inconclusive,
    Record,
    read,
)
from autograder.hidden_tests.runs import Run, reference, run
from autograder.student.proxy import Student, StudentError


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
        q_values: Callable[[np.ndarray, np.ndarray], np.ndarray],
        update: Callable[[np.ndarray, Any], Callable[[list], np.ndarray]],
        learns: Callable[["Loop"], None],
        tolerance: float,
    ):
        """
        runs: the short runs by name, "base" and "other_seed" among them.
        fakes: the dependencies that are replaced on the written episodes.
        weights: finds the learnt numbers in a result, None when it is of another kind.
        q_values(weights, state): what they give.
        update(weights, result): starts from these weights, with the learning rate of this result
            if it has one; then update(...)(batch) learns from a batch and gives the new weights.
        learns(loop): raises unless a real training succeeds.
        """
        self.student, self.name, self.runs = student, name, runs
        self.fakes, self.tolerance = fakes, tolerance
        self.weights, self.q_values, self.update = weights, q_values, update
        self.learns = learns
        self._values: dict[Run, Any] = {}
        self._records: dict[tuple, Record] = {}

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

    def record(self, **changed: Any) -> Record:
        """What the function does on the written episodes; raises its error if it cannot run."""
        key = tuple(changed.items())
        if key not in self._records:
            self._records[key] = self._record({**SCRIPTED, **changed})
        return self._records[key]

    def _record(self, kwargs):
        env = {"kind": "scripted", "episodes": SCRIPT}
        base = self._values.get(self.runs["base"])
        if isinstance(base, StudentError) and base.missing:
            raise base.with_traceback(None)
        try:
            training = self.student.train(self.name, kwargs, env=env, spies=self.fakes)
        except StudentError:
            self.value(self.runs["base"])  # raises when the function fails with its own parts too
            raise Inconclusive("fakes") from None
        record = read(self.name, training)
        require(
            record.trajectories,
            call=record.call,
            obtained="aucun pas de temps",
            expected="des trajectoires jouées dans l'environnement",
            hint="bouclez sur les trajectoires puis, dans chacune, sur les pas de temps",
        )
        return record

    def prove(self, *names: str, otherwise: Callable[["Loop"], None]) -> None:
        """Pass when these runs equal the reference's, or else by what was observed."""
        if not self.equal(*names):
            self.observe(otherwise)

    def observe(self, check: Callable[["Loop"], None]) -> None:
        """Judge by the recorded calls or, where there are none, by the weights alone.

        check(loop) raises when a recorded call is wrong, or Inconclusive when there is none.
        """
        try:
            check(self)
        except Inconclusive:
            self.check_replay()

    def check_replay(self) -> None:
        """Raise unless a run without chance ends with the weights that its actions determine."""
        if self.replay is None:
            if self.training_problem is not None:
                raise self.training_problem.with_traceback(None)
            return
        require(
            self.replay.follows,
            call=f"{self.name}(batch_size=2, buffer_size=2, …) sur des épisodes écrits d'avance",
            obtained="d'autres poids que ceux des transitions vues",
            expected="à chaque pas, une mise à jour sur les deux dernières transitions",
            hint="suivez une mise à jour à la main, du lot tiré jusqu'aux poids",
        )

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
        """The run without chance, None when it says nothing: an error, or no update at all."""
        env = {"kind": "scripted", "episodes": REPLAY_SCRIPT}
        if self.student.stopped is not None:
            return None
        try:
            start = self.student.train(self.name, {**REPLAYED, "batch_size": 10_000}, env=env)
            training = self.student.train(self.name, REPLAYED, env=env)
        except CheckError:
            return None
        weights, found = self.weights(start.value), self.weights(training.value)
        if weights is None or found is None or close(weights, found):
            return None
        learn = self.update(weights, training.value)
        memory = deque(maxlen=REPLAYED["buffer_size"])
        trajectories = read(self.name, training, REPLAY_SCRIPT).trajectories
        greedy = []
        for step in itertools.chain.from_iterable(trajectories):
            greedy.append(close(step.action, np.argmax(self.q_values(weights, step.state))))
            memory.append(step.transition)
            if len(memory) == REPLAYED["batch_size"]:
                weights = learn(list(memory))
        follows = close(found, weights, rtol=self.tolerance, atol=self.tolerance)
        return Replay(follows and len(trajectories) == REPLAYED["n_trajectories"], greedy)


@dataclass(frozen=True)
class Replay:
    """A run without chance: whether the weights are those that the actions determine; which
    actions were greedy (all are after the first episode, and not all in it)."""

    follows: bool
    greedy: list[bool]

    @property
    def explores_then_exploits(self) -> bool:
        first = len(REPLAY_SCRIPT[0]["rewards"])
        return all(self.greedy[first:]) and not all(self.greedy[1:first])


# --- properties that both functions share ---------------------------------------------------------


def check_epsilon(loop: Loop) -> None:
    record = loop.record()
    if not any(step.policy for step in record.steps):
        check_replayed_policy(loop)
        return
    for index, steps in enumerate(record.trajectories):
        wanted = max(SCRIPTED["epsilon_decay"] ** index, SCRIPTED["epsilon_min"])
        for time, step in enumerate(steps):
            epsilon = step.policy and step.policy["epsilon"]
            require(
                close(epsilon, wanted),
                call=f"{record.call}, avec epsilon_decay = 0.5 et epsilon_min = 0.2",
                obtained=f"epsilon = {describe(epsilon)} au pas {time + 1}"
                f" de la trajectoire {index + 1}",
                expected="epsilon vaut 1 dans toute la première trajectoire ; il est multiplié par"
                " epsilon_decay après chaque trajectoire, sans passer sous epsilon_min",
                hint="epsilon = max(epsilon · epsilon_decay, epsilon_min) se place après la boucle"
                " sur les pas de temps",
            )


def check_replayed_policy(loop: Loop) -> None:
    """The same for a function that chooses its actions itself: random, then greedy.

    A random policy is greedy in the whole first episode with probability below 2^-22.
    """
    loop.check_replay()
    require(
        loop.replay is None or loop.replay.explores_then_exploits,
        call=f"{loop.name}(epsilon_decay=0, epsilon_min=0, …)",
        obtained="des actions qui ne suivent pas epsilon",
        expected="une première trajectoire au hasard (epsilon = 1), les suivantes gloutonnes",
        hint="choisissez les actions par epsilon_greedy_policy, avec l'epsilon de la trajectoire",
    )


def check_transitions(loop: Loop) -> None:
    record = loop.record()
    record.of("store")
    for step in record.steps:
        stored = step.of("store")
        require(
            len(stored) == 1 and _is_transition(stored[0]["element"], step),
            call=f"{record.call}, après un pas de temps",
            obtained=stored[0]["element"] if stored else "rien d'entreposé",
            expected="un élément entreposé à chaque pas : (s, a, r, s', terminé), dans cet ordre",
            hint="s est l'état d'où part l'action ; pensez à avancer : état = état suivant",
        )


def _is_transition(element, step):
    wanted = (step.state, step.action, step.reward, step.next_state)
    return (
        _has_flag(element)
        and all(close(one, other, atol=1e-6) for one, other in zip(element, wanted, strict=False))
        and (step.truncated or close(element[4], step.terminated))
    )


def _has_flag(element):
    return isinstance(element, (list, tuple)) and len(element) == 5


def check_time_limit(loop: Loop) -> None:
    try:
        record = loop.record()
        record.of("store")
    except Inconclusive:
        # right without a limit and wrong with one: the limit alone makes the difference
        require(
            not loop.equal("base"),
            call=f"{loop.name}(…), des épisodes coupés après quelques pas",
            obtained="un autre apprentissage que sans limite de temps",
            expected="à la limite de temps, l'épisode s'arrête, mais l'état n'est pas terminal",
            hint="bouclez jusqu'à « terminated or truncated », n'entreposez que terminated",
        )
        raise
    for step in record.steps:
        elements = [stored["element"] for stored in step.of("store")]
        flags = [element[4] for element in elements if _has_flag(element)]
        require(
            len(flags) == 1 and close(flags[0], step.terminated),
            call=f"{record.call}, dont certains s'arrêtent à la limite de temps",
            obtained=f"terminé = {describe(flags[0])}" if flags else "aucun indicateur entreposé",
            expected="vrai seulement si terminated l'est : à la limite de temps (truncated),"
            " l'épisode s'arrête, mais l'état n'est pas terminal",
            hint="entreposez terminated, et non « terminated or truncated »",
        )


def check_first_update(loop: Loop) -> None:
    record = loop.record()
    stored = record.of("get_batch")[0]["stored"]
    require(
        stored == SCRIPTED["batch_size"],
        call=f"{record.call}, avec batch_size = {SCRIPTED['batch_size']}",
        obtained=f"un premier lot tiré quand la mémoire contient {stored} transitions",
        expected="un premier lot dès que la mémoire contient au moins batch_size transitions",
        hint="« au moins » s'écrit >=",
    )


def check_memory_arguments(loop: Loop) -> None:
    """The arguments that both functions hand to the same dependencies."""
    record = loop.record()
    honoured(record, "n_trajectories", [len(record.trajectories)])
    honoured(record, "buffer_size", [buffer["buffer_size"] for buffer in record.buffers])
    honoured(record, "batch_size", [drawn["batch_size"] for drawn in record.of("get_batch")])
    honoured(record, "gamma", [targets["gamma"] for targets in record.of("get_targets")])


def honoured(record: Record, argument: str, found: Sequence) -> None:
    """Raise unless the argument reached every recorded call as it was."""
    if not found:
        raise Inconclusive(argument)
    wrong = [value for value in found if not close(value, SCRIPTED[argument])]
    require(
        not wrong,
        call=f"{record.call}, avec {argument} = {SCRIPTED[argument]}",
        obtained=f"{argument} = {describe(wrong[0])}" if wrong else "",
        expected="l'argument reçu, employé tel quel",
        hint=f"ne réécrivez pas {argument} et ne le remplacez pas par une constante",
    )


def handed(record: Record, what: str, obtained: Any, wanted: Sequence, expected: str) -> None:
    """Raise unless what the function handed over is one of the admissible values."""
    require(
        any(close(obtained, value, rtol=1e-5, atol=1e-5) for value in wanted),
        call=f"{what}, pendant {record.call}",
        obtained=obtained,
        expected=expected,
        hint="suivez une mise à jour à la main, du lot tiré jusqu'aux poids",
    )


def check_same_seed(loop: Loop) -> None:
    """Raise unless one seed gives the same weights twice, and two seeds different ones.

    A dependency that draws from a generator of its own, or fails, is its own exercise's affair:
    the same is then asked with the fakes.
    """
    base, other = loop.runs["base"], loop.runs["other_seed"]
    try:
        _check_seeded(loop, loop.result(base), loop.train(base), loop.result(other))
    except CheckError as problem:
        try:
            _check_seeded(loop, *[loop.train(one, spies=loop.fakes) for one in (base, base, other)])
        except CheckError:
            raise problem from None


def _check_seeded(loop, first, again, other):
    require(
        first is not None and close(first, again),
        call=f"{loop.name}(seed=1, …), deux fois",
        obtained="deux résultats différents" if first is not None else "un résultat inattendu",
        expected="les mêmes poids : une graine rend l'expérience reproductible",
        hint="appelez set_random_seed(environment, seed) au début, et ne gardez rien d'un appel"
        " à l'autre",
    )
    require(
        other is not None and np.abs(other - first).max() > 1e-3,
        call=f"{loop.name}(seed=1, …) puis {loop.name}(seed=2, …)",
        obtained="les mêmes poids",
        expected="des poids différents : la graine reçue compte",
        hint="donnez l'argument seed à set_random_seed, et tirez les poids initiaux au hasard",
    )


def check_learning_moves(loop: Loop) -> None:
    """Raise unless the weights stay where they start for lr = 0, and leave it for lr > 0.

    A number written in the answer, or found by hand, does not.
    """
    base = loop.runs["base"].kwargs
    start = loop.result(run(base, n_trajectories=1, batch_size=10_000))
    still, moved = (loop.result(run(base, lr=lr)) for lr in (0.0, 0.01))
    require(
        start is not None and close(still, start) and not close(moved, start, atol=1e-3),
        call=f"{loop.name} avec lr = 0 puis lr = 0.01",
        obtained="des poids qui ne dépendent pas de l'apprentissage",
        expected="les poids initiaux pour lr = 0, d'autres poids pour lr = 0.01",
        hint="les poids renvoyés sont ceux que les mises à jour ont changés",
    )


def greedy_return(q_vals: Callable[[np.ndarray], np.ndarray], episodes: int = 20) -> float:
    """The mean return of greedy episodes of CartPole, played in the grader."""
    environment = gym.make("CartPole-v1")
    total = 0
    for episode in range(episodes):
        state, _ = environment.reset(seed=episode)
        finished = False
        while not finished:
            action = int(np.argmax(q_vals(state)))
            state, reward, terminated, truncated, _ = environment.step(action)
            finished = terminated or truncated
            total += reward
    environment.close()
    return total / episodes
