"""How a training function is judged.

First by what the function did on episodes written in advance, with its dependencies replaced by
recording stand-ins: the calls say all. Where a call is wrong or missing, by a proof: after a few
short runs of the environment, the weights are those of the reference. Where they are not either
(another order of random draws) and the function calls no dependency, by the weights alone on very
short episodes: they tell which batches were drawn, or that no batch explains them. What none of
these shows is not granted: a return says nothing of how it was obtained.
"""

import abc
import contextlib
import copy
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from autograder.declarations import declaration, loop_of
from autograder.judging import runner, variant
from autograder.judging.assertions import CheckError, close, require
from autograder.judging.grading import budget
from autograder.judging.student import (
    Student,
    StudentCrash,
    StudentError,
    StudentTimeout,
    Training,
)
from autograder.training.contract import require_judgeable
from autograder.training.episodes import (
    IDLE,
    PLAYED,
    REPLAY_SCRIPT,
    REPLAYED,
    SCRIPT,
    SCRIPTED,
    SHORT,
    STEPS,
    Batch,
    Inconclusive,
    Record,
    Script,
    read,
    times,
)
from autograder.training.reference import Run, defaults, reference
from autograder.training.replay import Explanation, Learner, explain

MOST_ALONE = 40  # steps of an episode with the student's own parts
LEAST_ALONE = 2  # the same, where they are slow
MOST_USUAL = 350  # steps in all, with those parts and the notebook's own arguments
NEVER = 10**6  # steps, after which an episode is cut
MOST_SEEDS = 10**6
STATES = (8_104, 8_105)  # of the generators before two calls


@dataclass(frozen=True)
class Property:
    """How one property of a training function is judged.

    recorded(loop) raises when a recorded call is wrong, or Inconclusive when there is none;
    replayed(loop) then judges instead. runs: the names of the runs whose equality with the
    reference's proves it all the same. late: whether the late reference is one too. beyond(loop)
    raises for what no short run shows. alone: whether the student's own parts may show it as the
    neutral ones do. The loop is of the kind whose table holds the property.
    """

    recorded: Callable[[Any], None]
    runs: tuple[str, ...] = ("base",)
    replayed: Callable[[Any], Any] | None = None
    late: bool = True
    beyond: Callable[[Any], None] | None = None
    alone: bool = True


class Loop(abc.ABC):
    """The evidence on one training function; everything is run when first needed, and once.

    name: the exercise. runs: the short runs by name, "base" and "other_seed" among them.
    tolerance: how near the reference's weights are the same. table: the properties, by the names
    that `judge` is given. own: its arguments on written episodes, besides those of every loop;
    replayed: the same where its batches are searched for. usual_trajectories: how many it plays
    with the arguments of a notebook, enough for its memory to hold a batch; usually_told: the kinds
    of events that are then recorded, all of them where none is named. many_trajectories: how many
    show that it still learns when it has learnt for long. asked: those that are given now. played:
    where nothing is written. replaced: whether neutral functions stand in for its parts, or those
    are noted as they are. endurance: each raises when it plays less for all that it has played. Of
    its declaration, `declared` is the loop's own part, and `parts` the exercises that it calls.
    """

    name: ClassVar[str]
    runs: ClassVar[Mapping[str, Run]]
    tolerance: ClassVar[float]
    table: ClassVar[Mapping[str, Property]]
    own: ClassVar[Mapping[str, Any]] = {}
    replayed: ClassVar[Mapping[str, Any]] = {}
    usual_trajectories: ClassVar[int] = 12
    usually_told: ClassVar[tuple[str, ...]] = ()
    many_trajectories: ClassVar[int] = 15
    endurance: ClassVar[tuple[Callable[["Loop"], None], ...]] = ()
    asked: Mapping[str, Any] = SCRIPTED
    script: Script = SCRIPT
    played: ClassVar[Script] = PLAYED
    replaced: bool = True

    def __init__(self, student: Student):
        require_judgeable(
            self.name, self.runs, (run for one in self.table.values() for run in one.runs)
        )
        self.student = student
        self.declared, self.parts = loop_of(self.name), declaration(self.name).calls
        self._values: dict[Run, Any] = {}
        self._records: dict[tuple, Record | CheckError | Inconclusive] = {}

    @abc.abstractmethod
    def weights(self, value: Any) -> np.ndarray | None:
        """The learnt numbers in a result, in one array; None when it is of another kind."""

    @abc.abstractmethod
    def q_values(self, weights: np.ndarray, states: np.ndarray) -> list[np.ndarray]:
        """The Q-values of states, (B, n_actions), for each admissible way to compute them."""

    @abc.abstractmethod
    def learners(self, weights: np.ndarray, result: Any) -> list[Learner]:
        """The ways to learn from there, with the learning rate of this result if it has one."""

    def replay_tolerance(self, result: Any) -> float:
        """How near the weights of an explanation are; far below what one update moves.

        Raises Inconclusive when the result does not say how far that is.
        """
        return self.tolerance

    @abc.abstractmethod
    def check_updates(self, exact: bool) -> None:
        """Raise when a recorded update is wrong; Inconclusive when none is recorded.

        exact: the time limit must not be a terminal state.
        """

    @abc.abstractmethod
    def batches(self) -> list[Batch]:
        """The batches of the recorded updates; raises as check_updates does."""

    def targets(
        self, next_q_vals: np.ndarray, rewards: np.ndarray, terminal: np.ndarray, gamma: float
    ) -> np.ndarray:
        """What a Q-value should be: by the rule of Q-learning, unless a loop has another."""
        return rewards + gamma * np.max(next_q_vals, axis=1) * (1 - terminal)

    def elsewhere(self) -> "Loop":
        """The same evidence where nothing is written: the environment plays by its own rules."""
        other = copy.copy(self)
        other.script = self.played
        return other

    def unreplaced(self, most: int = MOST_ALONE) -> "Loop":
        """The same there, with the student's own parts; in shorter episodes, for they play well.

        In a time of its own: what a slow part takes of it, the loop does not lose.
        """
        other = self.elsewhere()
        other.script = Script(0, played=(min(most, max(self.played.played)),))
        other.replaced = False
        other.student = self.student.anew(budget(self.name))
        return other

    def usually(self) -> "Loop":
        """The same as in the notebook: its usual arguments, nothing replaced, no episode cut.

        With a seed that this copy alone is asked: what it gives cannot be known before.
        """
        other = self.unreplaced()
        other.script = Script(0, played=(NEVER,), told=self.usually_told)
        few = {"n_trajectories": self.usual_trajectories, "seed": self.drawn_seed}
        other.asked = defaults(self.name) | few
        return other

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

    @property
    def drawn_seed(self) -> int:
        """A seed that this copy alone is asked, out of more than a table may hold."""
        return variant.number("run", self.name, self.student.neutral) % MOST_SEEDS

    def cousin(self, name: str) -> bool | None:
        """Which reference gives the student's weights: False, the late one (True), or None.

        The runs of a class are few, and may be known: weights that are right there and not with the
        seed of this copy alone are recited.
        """
        found = self._cousin(self.runs[name])
        if found is None or self._cousin(self.runs["base"].seeded(self.drawn_seed)) is None:
            return None
        return found

    def _cousin(self, one):
        try:
            found = self.result(one)
        except CheckError:
            return None
        return self.cousin_of(one, found)

    def cousin_of(self, one: Run, found: np.ndarray | None) -> bool | None:
        """The same of weights that a call gave: what the references give for this run."""
        for late in (False, True):
            for arrival_order in (False, True) if "buffer_size" in one.kwargs else (False,):
                wanted = self.weights(reference(self.name, one, late, arrival_order))
                if close(found, wanted, rtol=self.tolerance, atol=self.tolerance):
                    return late
        return None

    def equal(self, *names: str) -> bool:
        """Whether all these runs end with a reference's weights."""
        return all(self.cousin(name) is not None for name in names)

    def record(self, script: Script | None = None, /, **changed: Any) -> Record:
        """What the function does on some episodes, run once; raises why it cannot be told."""
        if self.script == SCRIPT and not self._records:
            self._see_before_written()
        script = script or self.script
        asked = {**self.asked, **changed}
        key = (self.replaced, script, *asked.items())
        if key not in self._records:
            try:
                self._records[key] = self._record(script, asked)
            except (CheckError, Inconclusive) as error:
                self._records[key] = error
        found = self._records[key]
        if not isinstance(found, Record):
            raise found.with_traceback(None)
        return found

    def _see_before_written(self):
        """What can be seen before a written episode can be noticed, and remembered."""
        with contextlib.suppress(CheckError):
            self.value(self.runs["base"])
        try:
            self.elsewhere().record().of("update")
        except (CheckError, Inconclusive):
            _ = self.explained_alone or self.replay_elsewhere  # kept for later

    def watched(self, script: Script, /, **changed: Any) -> Record:
        """The same, with the student's own parts where the function does not run without them."""
        try:
            return self.record(script, **changed)
        except Inconclusive:
            asked = {**self.asked, **changed}
            return self.read(self.scripted_training(script, asked, ()), script, asked)

    def _record(self, script, kwargs):
        base = self._values.get(self.runs["base"])
        if isinstance(base, StudentError) and base.missing:
            raise base.with_traceback(None)
        training = self.scripted_training(script, kwargs, self.parts, whole=False)
        if training.error is not None:
            if self.replaced:
                self.value(self.runs["base"])  # raises when it fails with its own parts too
            if self.replaced or not self._breaks_alone:
                raise Inconclusive("parts")
        record = self.read(training, script, kwargs)
        require(
            record.trajectories,
            call=record.call,
            obtained="aucun pas de temps",
            expected="des trajectoires jouées dans l'environnement",
            hint="bouclez sur les trajectoires puis, dans chacune, sur les pas de temps",
        )
        return record

    def scripted_training(
        self,
        script: Script,
        kwargs: Mapping[str, Any],
        spies: Iterable[str],
        state: int = 0,
        old: tuple[str, ...] = (),
        whole: bool = True,
    ) -> Training:
        """A new call of the student's function, on written episodes.

        state: of the generators before it. It is always the same, unless two calls are to differ by
        what was drawn before them. old: see `Environment.scripted`. whole: see `Student.train`.
        """
        env, kwargs = script.asked(self.declared.environment, old), {**self.own, **kwargs}
        return self.student.train(
            self.name,
            kwargs,
            env=env,
            spies=spies,
            seed=state,
            replaced=self.replaced,
            whole=whole,
        )

    def read(
        self, training: Training, script: Script = SCRIPT, asked: Mapping[str, Any] = SCRIPTED
    ) -> Record:
        """What a training on some episodes recorded, in order; asked: with which arguments."""
        return read(self.name, self.declared, training, script, asked)

    def judge(self, name: str) -> None:
        """Pass when the recorded calls of a property are right, or when its runs prove it."""
        judged = self.table[name]
        try:
            judged.recorded(self)
        except Inconclusive:
            if not self._proved(judged):
                (judged.replayed or Loop.check_replay)(self)
                self._check_alone(judged)
        except CheckError:
            if not self._proved(judged):
                raise
        else:
            self._check_elsewhere(judged)
            self._check_alone(judged)
        if judged.beyond:
            judged.beyond(self)

    def _check_elsewhere(self, judged):
        """Raise unless what is right on written episodes is right in the environment itself."""
        try:
            judged.recorded(self.elsewhere())
        except Inconclusive:
            require(
                False,
                call=f"{self.name}(…) dans {self.declared.environment.id}",
                obtained="d'autres appels que sur des épisodes écrits d'avance",
                expected="une boucle qui se déroule de même dans tout environnement",
                hint=DEPENDS,
            )

    def _check_alone(self, judged):
        """Raise when the function does not do by itself what its calls show."""
        require(
            not (self.broken and (self._is_lost_alone(judged) or not judged.alone)),
            call=f"{self.name}(…), telle qu'elle est dans le cahier",
            obtained="une exception",
            expected="une boucle qui se déroule aussi avec les fonctions du cahier",
            hint="appelez la boucle dans le cahier, et lisez la fin de l'exception",
        )
        require(
            not self.pretends,
            call=f"{self.name}(…), telle qu'elle est dans le cahier",
            obtained="autre chose que ce qu'elle montre par ses appels",
            expected="une boucle qui se déroule de même, quelles que soient les fonctions qu'elle"
            " appelle",
            hint=DEPENDS,
        )

    @functools.cached_property
    def pretends(self) -> bool:
        """Whether the function does otherwise with its own parts than what its calls show.

        Those parts are noted as they are: what is right with neutral ones must be right with them,
        and the weights those of a call where they are not noted. What wrong parts spoil or break is
        not held against it, but that it gives other weights where they are noted, or calls less;
        nor that it is broken.
        """
        if self.equal("base") or not self._runs_replaced:
            return False
        if self.student.stopped is not None and self.has_wrong_parts:
            return False  # what hangs there is not waited for again
        if not (self.counts_its_calls or self._differs_alone()):
            return False
        return not self.has_wrong_parts or self._is_noticed_usually() or self._calls_less_alone()

    @functools.cached_property
    def counts_its_calls(self) -> bool:
        """Whether the first call alone gave other weights than the same one since, twice.

        Where something is not seeded, or is kept from call to call, these two differ as well.
        """
        base = self.runs["base"]
        try:
            first, *since = self.result(base), *(self.train(base, seed=one) for one in STATES)
        except CheckError:
            return False
        return close(*since) and not close(first, since[0])

    @functools.cached_property
    def broken(self) -> bool:
        """Whether the function raises with its own parts, which are right, and not with neutral
        ones: it is believed for what it does until then.
        """
        return self._breaks_alone and self._runs_replaced and not self.has_wrong_parts

    @property
    def _breaks_alone(self):
        """Whether the function raises where nothing is noted nor replaced."""
        try:
            self.value(self.runs["base"])
        except CheckError as error:
            return isinstance(error, StudentError)
        return False

    @property
    def _runs_replaced(self):
        """Whether the function plays with neutral parts."""
        try:
            self.elsewhere().record()
        except (CheckError, Inconclusive):
            return False
        return True

    def _differs_alone(self):
        """Whether the function does otherwise with its own parts; where they may be too slow for
        it, with shorter episodes. One that raises where nothing is noted must raise there too.
        """
        if self._breaks_alone:
            return self._lasts_noted
        slow = self.student.stopped is not None
        if not slow and self._differs_usually():
            return True
        for alone in map(self.unreplaced, (LEAST_ALONE,) if slow else (MOST_ALONE, LEAST_ALONE)):
            differs = self._differs_from(alone)
            if not alone.student.hindered:
                return differs
        return True

    def _differs_usually(self):
        """Whether the function, called as the notebook calls it, gives other weights where it is
        noted, or does not do there what its calls show.

        Not where two such calls differ, nor where they take too long or show too much to be told.
        The first one is made before anything of it is noted: what it gives can only be learnt.
        """
        usual = self.usually()
        try:
            noticed, noted = usual.is_noticed_unstaged()
            if noticed is not False:
                return bool(noticed)
            steps = sum(map(times, noted.of("step")))
            if not usual.asked["batch_size"] <= steps <= MOST_USUAL:
                return False
            record = usual.record()
        except (CheckError, Inconclusive):
            return not usual.student.hindered
        seen = ["epsilon"] if any(step.policy for step in record.steps) else []
        if not (record.restarts and self.record().restarts):
            seen.append("updates")  # a memory of each trajectory may never hold a whole batch
        return any(self._is_lost(self.table[name], usual) for name in seen)

    def _calls_less_alone(self):
        """Whether it never calls, with its own parts, one that is right and whose neutral function
        it calls.

        A wrong memory may hold too little to learn from.
        """
        try:
            here, alone = self.elsewhere().record(), self.unreplaced().record()
        except (CheckError, Inconclusive):
            return False
        wrong = {part for part in self.parts if self._is_wrong(part)}
        if alone.broken or self.declared.memory in wrong:
            return False
        roles = ("policy", "targets", "update")
        parts = {role: str(getattr(self.declared, role)).split(".")[0] for role in roles}
        left_out = here.kinds - alone.kinds
        return any(role in left_out and part not in wrong for role, part in parts.items())

    def _is_noticed_usually(self):
        """Whether the weights alone tell that, whatever its parts are."""
        try:
            noticed, _ = self.usually().is_noticed_unstaged()
        except CheckError:
            return False
        return bool(noticed)

    def is_noticed_unstaged(self) -> tuple[bool | None, Training]:
        """Whether a call gives other weights where its parts and its steps are noted than where
        nothing is, None where two such calls differ; the training that was noted.
        """
        counted = replace(self.script, told=STEPS, counted=True)

        def called():
            return self.weights(self.student.train(self.name, self.asked, seed=0).value)

        first, noted = called(), self.scripted_training(counted, self.asked, self.parts)
        if close(first, self.weights(noted.value)):
            return False, noted
        return close(first, called()) or None, noted

    @property
    def _lasts_noted(self):
        """Whether the function does not raise where its own parts are noted."""
        try:
            return not self.unreplaced().record().broken
        except (StudentTimeout, StudentCrash):
            return True
        except (CheckError, Inconclusive):
            return False

    def _differs_from(self, alone):
        try:
            alone.record()
        except (CheckError, Inconclusive):
            return True
        return (
            any(self._is_lost(judged, alone) for judged in self.table.values())
            or self._is_explained_only_here()
            or alone.is_noticed()
        )

    def _is_lost_alone(self, judged):
        return self._is_lost(judged, self.unreplaced())

    def _is_lost(self, judged, alone):
        """Whether the calls show a property with neutral parts and not with the student's own."""
        return judged.alone and _holds(judged, self) and not _holds(judged, alone)

    def _is_explained_only_here(self):
        """Whether updates that no call shows explain the weights, but not without neutral parts."""
        try:
            self.record().of("update")
        except (CheckError, Inconclusive):
            here = self.replay
            return (
                here is not None and here.explanation is not None and self.explained_alone is False
            )
        return False

    def is_noticed(self) -> bool:
        """Whether a call gives other weights where its parts are noted than where nothing is, or
        none, or others each time where nothing is and there alone.
        """
        asked = {**SCRIPTED, "seed": self.drawn_seed}

        def called(parts):
            return self.weights(self.scripted_training(self.script, asked, parts).value)

        try:
            first, noted = called(()), called(self.parts)
            if close(first, called(())):
                return not close(first, noted)
            return close(noted, called(self.parts))
        except CheckError:
            return True

    @functools.cached_property
    def explained_alone(self) -> bool | None:
        """Whether updates explain the weights that the function gives with the student's own parts.

        None where nothing is told: it fails there, or gives other weights each time.
        """
        return self._explained_alone()

    def _explained_alone(self):
        try:
            many = REPLAYED["n_trajectories"]
            twice = [self._short(SHORT, (), many).value for _ in range(2)]
            if not close(*map(self.weights, twice)):
                return None
            return self._replay(SHORT, ()).explanation is not None
        except Inconclusive:
            return False
        except CheckError:
            return None

    @functools.cached_property
    def apart(self) -> Student:
        """The same functions, whose time is not the loop's: what a slow part takes of it is lost
        once, and the loop loses nothing.
        """
        return self.student.anew(budget(self.name))

    @functools.cached_property
    def has_wrong_parts(self) -> bool:
        """Whether a function that the loop calls lacks something that its own hidden tests ask.

        It costs the loop nothing: it may be what spoils the weights.
        """
        return any(map(self._is_wrong, self.parts))

    def _is_wrong(self, part):
        student = self.student.anew(budget(part))
        verdicts = runner.run([part], lambda _: student, first_failure=True)
        return any(verdict.kind != "passed" for verdict in verdicts)

    def _proved(self, judged):
        accepted = (False, True) if judged.late else (False,)
        return all(self.cousin(name) in accepted for name in judged.runs)

    def check_replay(self) -> Explanation:
        """Raise unless the weights are those of updates, perhaps with mistakes judged on their own.

        The explanation of the weights. A function that does not run there shows nothing.
        """
        replay = self.replay
        require(
            replay is not None,
            call=f"{self.name}(…) sur des épisodes écrits d'avance",
            obtained="rien qui montre ce que fait la boucle : elle s'y interrompt, ou n'y renvoie"
            " pas de poids",
            expected="une boucle qui se déroule de même dans tout environnement de cette forme",
            hint=f"appelez {', '.join(self._visible)} : ce qu'ils reçoivent montre ce que fait la"
            " boucle",
        )
        assert replay is not None
        require(
            replay.explanation is not None,
            call=f"{self.name}(batch_size=2, buffer_size=3, …) sur des épisodes écrits d'avance",
            obtained="d'autres poids que ceux des transitions vues"
            if replay.moved
            else "des poids qui ne changent pas",
            expected="à chaque pas, une mise à jour sur un lot de deux transitions de la mémoire",
            hint="suivez une mise à jour à la main, du lot tiré jusqu'aux poids",
        )
        assert replay.explanation is not None
        require(
            self._is_explained_elsewhere(),
            call=f"{self.name}(batch_size=2, buffer_size=3, …) dans {self.declared.environment.id}",
            obtained="d'autres mises à jour que sur des épisodes écrits d'avance",
            expected="une boucle qui se déroule de même dans tout environnement",
            hint=DEPENDS,
        )
        return replay.explanation

    def _is_explained_elsewhere(self):
        """Whether updates explain the weights where nothing is written, nor replaced but for what
        the student's own parts spoil.
        """
        if self.explained_alone:
            return True
        if self.broken or (self.explained_alone is False and not self.has_wrong_parts):
            return False
        unwritten = self.replay_elsewhere
        return unwritten is not None and unwritten.explanation is not None

    @property
    def _visible(self):
        """The exercises whose calls show what the loop does."""
        declared = self.declared
        roles = (declared.policy, declared.memory, declared.targets, declared.update)
        return [exercise for exercise in roles if exercise]

    @functools.cached_property
    def replay(self) -> "Replay | None":
        """What the weights say after each short episode; None when it cannot be known."""
        return self._replayed(REPLAY_SCRIPT)

    @functools.cached_property
    def replay_elsewhere(self) -> "Replay | None":
        """The same where nothing is written."""
        return self._replayed(SHORT)

    def _replayed(self, script):
        update = self.declared.update  # it says how the weights move
        for spies in ([name for name in self.parts if name != update], ()):
            try:
                return self._replay(script, spies)
            except Inconclusive:
                return None
            except CheckError:
                if self.student.stopped is not None:
                    return None
        return None

    def _replay(self, script, spies):
        start = self.weights(self._short(script, spies, 1, **IDLE).value)
        counts = range(1, 1 + REPLAYED["n_trajectories"])
        trainings = [self._short(script, spies, count) for count in counts]
        stages = [self.weights(training.value) for training in trainings]
        if any(weights is None for weights in (start, *stages)):
            raise Inconclusive("weights")
        record = self.read(trainings[-1], script)
        trajectories, memories = record.trajectories, len(record.buffers)
        if len(trajectories) != len(stages) or close(start, stages[-1]):
            return Replay(None, not close(start, stages[-1]), memories)
        result = trainings[-1].value
        tolerance, learners = self.replay_tolerance(result), self.learners(start, result)
        return Replay(explain(stages, trajectories, learners, tolerance), True, memories)

    def _short(self, script, spies, n_trajectories, **changed):
        kwargs = {**REPLAYED, **self.replayed, "n_trajectories": n_trajectories, **changed}
        return self.scripted_training(script, kwargs, spies)


# What reading the calls of a student's own parts may raise: they give and take any shape.
ODD = (ArithmeticError, LookupError, TypeError, ValueError)


def _holds(judged, loop):
    """Whether the recorded calls show a property."""
    try:
        judged.recorded(loop)
    except (CheckError, Inconclusive):
        return False
    except ODD:
        if loop.replaced:
            raise
        return False
    return True


DEPENDS = "ce que la boucle fait ne dépend ni des récompenses, ni de la durée des épisodes"


@dataclass(frozen=True)
class Replay:
    """What explains the weights after a few short episodes, and whether they moved at all.

    memories: how many the function made by the exercise that keeps the transitions.
    """

    explanation: Explanation | None
    moved: bool
    memories: int
