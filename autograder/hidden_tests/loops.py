"""How the two training functions are judged.

First by what the function did on episodes written in advance, with its dependencies replaced by
recording fakes: the calls say all. Where a call is wrong or missing, by a proof: after a few short
runs of CartPole, the weights are those of the reference. Where they are not either (another order
of random draws) and the function calls no dependency, by the weights alone on very short episodes:
they tell which batches were drawn, or that no batch explains them. Only where these episodes do not
run at all, by the return of a real training.
"""

import contextlib
import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gymnasium as gym
import numpy as np

from autograder.checking import CheckError, close, describe, require
from autograder.hidden_tests.episodes import (
    NEVER,
    POLICY_SCRIPT,
    REPLAY_SCRIPT,
    REPLAYED,
    SCRIPT,
    SCRIPTED,
    Batch,
    Inconclusive,
    Record,
    Step,
    joined,
    matched,
    read,
    squeezed,
)
from autograder.hidden_tests.replay import Explanation, Learner, explain
from autograder.hidden_tests.runs import Run, reference, run
from autograder.student.messages import Discrete
from autograder.student.proxy import Student, StudentError, call
from solutions.get_targets import get_targets


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
        """Raise unless the weights are those of updates, perhaps with slips judged on their own.

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
    """The same for a function that chooses its actions itself: random, then greedy, or neither.

    Nothing is learnt meanwhile. A random policy is greedy in the whole first episode, or in all of
    the later ones, with probability below 2^-23 each.
    """
    exploits = greedy_flags(loop, epsilon_min=0.0)
    explores = greedy_flags(loop, epsilon_min=1.0)
    require(
        any(all(later) and not all(first) for first, later in exploits)
        and not any(all(later) for _, later in explores),
        call=f"{loop.name}(epsilon_decay=0, …), avec epsilon_min = 0, puis 1",
        obtained="des actions qui ne suivent pas epsilon",
        expected="une première trajectoire au hasard (epsilon = 1) ; les suivantes gloutonnes si"
        " epsilon_min = 0, au hasard si epsilon_min = 1",
        hint="choisissez les actions par epsilon_greedy_policy, avec l'epsilon de la trajectoire",
    )


def greedy_flags(loop: Loop, epsilon_min: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Whether each action was greedy: in the first episode, in the others; for each Q-function."""
    record = loop.record(
        POLICY_SCRIPT, epsilon_decay=0.0, epsilon_min=epsilon_min, batch_size=NEVER
    )
    weights = loop.weights(record.value)
    require(
        weights is not None,
        call=record.call,
        obtained=record.value,
        expected="les poids appris",
        hint="renvoyez ce que la fonction a appris",
    )
    states = np.array([step.state for step in record.steps])
    actions = np.array([int(step.action) for step in record.steps])
    first = len(record.trajectories[0])
    greedy = [actions == q_vals.argmax(axis=1) for q_vals in loop.q_values(weights, states)]
    return [(flags[:first], flags[first:]) for flags in greedy]


def check_transitions(loop: Loop) -> None:
    record = loop.record()
    if not any(step.of("store") for step in record.steps):
        loop.check_updates(loop, False)  # every row handed over is of a transition
        return
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
    if not _has_flag(element):
        return False
    found = [squeezed(one) for one in element]
    wanted = (step.state, step.action, step.reward, step.next_state)
    return all(
        close(one, other, atol=1e-6) for one, other in zip(found, wanted, strict=False)
    ) and (step.truncated or close(found[4], step.terminated))


def _has_flag(element):
    return isinstance(element, (list, tuple)) and len(element) == 5


def check_time_limit(loop: Loop) -> None:
    record = loop.record()
    if not any(step.of("store") for step in record.steps):
        loop.check_updates(loop, False)
        with _only_the_time_limit(record.call):
            loop.check_updates(loop, True)
        return
    for step in record.steps:
        elements = [stored["element"] for stored in step.of("store")]
        flags = [element[4] for element in elements if _has_flag(element)]
        require(
            len(flags) == 1 and close(squeezed(flags[0]), step.terminated),
            call=f"{record.call}, dont certains s'arrêtent à la limite de temps",
            obtained=f"terminé = {describe(flags[0])}" if flags else "aucun indicateur entreposé",
            expected="vrai seulement si terminated l'est : à la limite de temps (truncated),"
            " l'épisode s'arrête, mais l'état n'est pas terminal",
            hint="entreposez terminated, et non « terminated or truncated »",
        )


@contextlib.contextmanager
def _only_the_time_limit(call):
    """What fails within it is due to the time limit alone: everything else was right."""
    try:
        yield
    except CheckError:
        _require_unmasked(False, call)


def _require_unmasked(condition, call):
    require(
        condition,
        call=f"{call}, dont certains s'arrêtent à la limite de temps",
        obtained="des cibles sans suite à la limite de temps",
        expected="à la limite de temps, l'épisode s'arrête, mais l'état n'est pas terminal",
        hint="bouclez jusqu'à « terminated or truncated », n'entreposez que terminated",
    )


def check_replayed_time_limit(loop: Loop) -> None:
    explanation = loop.check_replay()
    masked = explanation is not None and explanation.masked
    _require_unmasked(not masked, f"{loop.name}(…) sur des épisodes écrits d'avance")


def check_first_update(loop: Loop) -> None:
    record = loop.record()
    events = ("get_batch", "get_targets", "update_theta", "dqn_loss")
    counts = [
        one.get("stored", played)
        for played, step in enumerate(record.steps, start=1)
        for one in step.after
        if one["event"] in events
    ]
    if not counts:
        raise Inconclusive("update")
    _require_at_least(
        counts[0] == SCRIPTED["batch_size"],
        call=f"{record.call}, avec batch_size = {SCRIPTED['batch_size']}",
        obtained=f"un premier lot tiré quand la mémoire contient {counts[0]} transitions",
    )


def _require_at_least(condition, call, obtained):
    require(
        condition,
        call=call,
        obtained=obtained,
        expected="un premier lot dès que la mémoire contient au moins batch_size transitions",
        hint="« au moins » s'écrit >=",
    )


def check_replayed_first_update(loop: Loop) -> None:
    explanation = loop.check_replay()
    _require_at_least(
        explanation is None or not explanation.late,
        call=f"{loop.name}(batch_size=2, …) sur des épisodes écrits d'avance",
        obtained="une première mise à jour quand la mémoire contient 3 transitions",
    )


def check_memory_arguments(loop: Loop, *others: tuple[str, str]) -> None:
    """The arguments that reach the dependencies; others: more of them, (argument, event).

    Those that reach no recorded call show in the updates: the batches are of this size, drawn from
    a memory of this size, and with gamma = 0 the targets are rewards.
    """
    record = loop.record()
    found = {
        "n_trajectories": [len(record.trajectories)],
        "buffer_size": [buffer["buffer_size"] for buffer in record.buffers],
        "batch_size": [one["batch_size"] for one in _calls(record, "get_batch")],
        "gamma": [one["gamma"] for one in _calls(record, "get_targets")],
    }
    found |= {argument: [one[argument] for one in _calls(record, e)] for argument, e in others}
    if not all(found[argument] for argument, _ in others):
        raise Inconclusive("arguments")
    if not found["gamma"]:
        _check_gamma(loop)
    if not (found["batch_size"] and found["buffer_size"]):
        batches = loop.batches(loop)
        found["batch_size"] = [len(batch.rewards) for batch in batches]
        _require_distinct(all(len(one.places) == len(one.rewards) for one in batches), record.call)
    for argument, values in found.items():
        honoured(record, argument, values)


def _check_gamma(loop):
    record = loop.record(gamma=0.0)
    seen = [step.reward for step in record.steps]
    stored = [one["element"] for one in _calls(record, "store") if _has_flag(one["element"])]
    rewards = np.array([*seen, *(float(squeezed(element[2])) for element in stored)])
    updates = [(one, "targets") for one in _calls(record, "update_theta")]
    updates += [(one, "q_target") for one in _calls(record, "dqn_loss")]
    if not updates:
        raise Inconclusive("gamma")
    for one, argument in updates:
        require(
            matched(one[argument], rewards) is not None,
            call=f"{record.call}, avec gamma = 0",
            obtained=one[argument],
            expected="des cibles égales aux récompenses",
            hint="ne réécrivez pas gamma et ne le remplacez pas par une constante",
        )


def _calls(record, event):
    return [recorded for step in record.steps for recorded in step.of(event)]


def check_replayed_updates(loop: Loop) -> None:
    explanation = loop.check_replay()
    _require_random_batches(
        explanation is None or not explanation.same,
        f"{loop.name}(batch_size=2, buffer_size=3, …) sur des épisodes écrits d'avance",
    )


def _require_random_batches(condition, call):
    require(
        condition,
        call=call,
        obtained="des lots toujours pris à la même place de la mémoire",
        expected="des lots tirés au hasard dans toute la mémoire",
        hint="demandez le lot à get_batch",
    )


def check_random_batches(loop: Loop) -> None:
    """Raise unless the batches that the function drew itself come from all over its memory.

    A sample takes the same places of a full memory at each of 23 draws with probability 1e-64.
    """
    record = loop.record()
    if any(step.of("get_batch") for step in record.steps):
        return
    drawn = (batch for batch in loop.batches(loop) if batch.memory == SCRIPTED["buffer_size"])
    _require_random_batches(len({batch.places for batch in drawn}) > 1, record.call)


def check_replayed_arguments(loop: Loop) -> None:
    explanation = loop.check_replay()
    _require_distinct(
        explanation is None or not explanation.replaced,
        f"{loop.name}(batch_size=2, …) sur des épisodes écrits d'avance",
    )


def _require_distinct(condition, call):
    require(
        condition,
        call=call,
        obtained="des lots où une même transition figure deux fois",
        expected="des lots de batch_size transitions distinctes",
        hint="tirez sans remise : random.sample, ou replace=False",
    )


def honoured(record: Record, argument: str, found: Sequence) -> None:
    """Raise unless the argument reached every recorded call as it was."""
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


def targets(record: Record, step: Step, batch: Batch, next_q_vals: Sequence) -> list[np.ndarray]:
    """The admissible targets of a batch: what get_targets gave, or the rule's if it is not called.

    next_q_vals: the admissible Q-values of the batch's next states. The calls to get_targets, one
    for the batch or one a transition, are judged on the way.
    """
    calls = step.of("get_targets")
    if not calls:
        pairs = itertools.product(next_q_vals, batch.flags)
        return [get_targets(q, batch.rewards, flags, SCRIPTED["gamma"]) for q, flags in pairs]
    rewards = joined(calls, "rewards")
    order = _order(rewards, batch.rewards)
    handed(record, "get_targets, rewards", rewards, [batch.rewards[order]], REWARDS)
    flags = [one[order] for one in batch.flags]
    handed(record, "get_targets, terminal", joined(calls, "terminal"), flags, TERMINAL)
    q_vals = [one[order] for one in next_q_vals]
    handed(record, "get_targets, q_vals", joined(calls, "next_q_vals"), q_vals, NEXT_Q_VALS)
    return [np.asarray(joined(calls, "targets"))[np.argsort(order)]]


def _order(rewards, wanted):
    """The order of the batch's transitions in the calls: theirs, unless another one fits."""
    same = np.arange(len(wanted))
    order = None if close(rewards, wanted, atol=1e-5) else matched(rewards, wanted)
    return same if order is None or sorted(order) != same.tolist() else np.array(order)


REWARDS = "les récompenses du lot tiré, de forme (B,)"
TERMINAL = "les indicateurs « terminé » du lot tiré, de forme (B,)"
NEXT_Q_VALS = "les Q-valeurs des états suivants du lot, de forme (B, 2), avec les poids courants"


def check_same_seed(loop: Loop) -> None:
    """Raise unless one seed gives the same weights twice, and two seeds different ones.

    A dependency that draws from a generator of its own, fails or diverges is its own exercise's
    affair: the same is then asked with the fakes.
    """
    _check_seeded_once(loop)
    base, other = loop.runs["base"], loop.runs["other_seed"]
    first = again = None
    try:
        first, again = loop.result(base), loop.train(base)
        _check_seeded(loop, first, again, loop.result(other))
    except CheckError as problem:
        if differ(first, again) and forgets_a_generator(loop):
            raise
        short = [run(one.kwargs, n_trajectories=2, batch_size=4) for one in (base, base, other)]
        try:
            _check_seeded(loop, *[loop.train(one, spies=loop.fakes) for one in short])
        except CheckError:
            raise problem from None


def _check_seeded_once(loop):
    """Raise when four episodes at random start with the same sixteen actions, not all equal."""
    actions = openings(loop.student, loop.name, loop.fakes)
    require(
        not same_openings(actions),
        call=f"{loop.name}(…), au hasard (epsilon = 1)",
        obtained="les mêmes tirages dans toutes les trajectoires",
        expected="une graine donnée une seule fois, avant la première trajectoire",
        hint="sortez set_random_seed de la boucle sur les trajectoires",
    )


def same_openings(actions: list[tuple]) -> bool:
    """Whether the episodes all start with the same actions, not all equal."""
    return len(set(actions)) == 1 and len(set(actions[0])) > 1


def openings(student: Student, name: str, fakes: Sequence[str]) -> list[tuple]:
    """The first actions of each of a few long episodes at random; empty when the run fails."""
    env = {"kind": "scripted", "episodes": POLICY_SCRIPT}
    explores = {"epsilon_decay": 1.0, "epsilon_min": 1.0, "batch_size": NEVER, "n_trajectories": 4}
    spies = [fake for fake in fakes if fake != "epsilon_greedy_policy"]
    if student.stopped is not None:
        return []
    try:
        training = student.train(name, {**SCRIPTED, **explores}, env=env, spies=spies)
        trajectories = read(name, training, POLICY_SCRIPT).trajectories
    except CheckError:
        return []
    actions = [[squeezed(step.action) for step in steps[:16]] for steps in trajectories]
    if any(action is None or action.ndim for action in itertools.chain(*actions)):
        return []
    return [tuple(map(float, one)) for one in actions]


def differ(first: np.ndarray | None, again: np.ndarray | None) -> bool:
    """Whether two results are numbers, and not the same."""
    known = first is not None and again is not None
    return bool(known and np.isfinite([first, again]).all()) and not close(first, again)


def forgets_a_generator(loop: Loop) -> bool:
    """Whether the function leaves a generator unseeded that the student's own parts draw from."""
    return _leaves_unseeded(loop) and _seed_reaches_the_parts(loop.student)


def _leaves_unseeded(loop):
    """Whether what random or numpy draw after a call depends on what they drew before it."""
    one = {"n_trajectories": 1, "batch_size": NEVER, "seed": 1}
    steps = [
        step
        for seed in (1, 2)
        for step in (
            call("random.seed", seed),
            call("np.random.seed", seed),
            call(loop.name, kwargs=one, save="poids"),
            call("random.random"),
            call("np.random.rand"),
        )
    ]
    outcomes = loop.student.script(steps, spies=loop.fakes)
    draws = [outcomes[3:5], outcomes[8:10]]
    if any(outcome.error for outcome in outcomes):
        return False
    return not all(close(one.value, other.value) for one, other in zip(*draws, strict=True))


def _seed_reaches_the_parts(student):
    """Whether the student's own memory and policy draw the same after the same seeding."""
    steps = [call("ReplayBuffer", 20, save="memoire")]
    steps += [call("memoire.store", i) for i in range(20)]
    steps.append(call("memoire.get_batch", 5))
    steps.append(call("epsilon_greedy_policy", np.zeros(2), Discrete(2), 0.5, repeat=20))
    drawn = [student.script(steps, seed=0)[-2:] for _ in range(2)]
    if any(outcome.error for outcome in itertools.chain(*drawn)):
        return False
    return all(close(one.value, other.value) for one, other in zip(*drawn, strict=True))


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
