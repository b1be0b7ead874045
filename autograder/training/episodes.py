"""Episodes written in advance, and what a training function was seen to do on them."""

import contextlib
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import gymnasium as gym
import numpy as np

from autograder.declarations import Environment, stand_ins
from autograder.declarations import Loop as Declared
from autograder.judging import variant, work
from autograder.judging.assertions import as_array, require
from autograder.judging.student import Training
from autograder.judging.variant import ByClass
from autograder.student.inside.recorder import Recorder, load


@dataclass(frozen=True)
class Script:
    """Episodes to be written, whichever the environment: their lengths and their ends.

    reward: that of every step; drawn for each of them if it is not given. played: nothing is
    written, the environment plays by its own rules, so many steps at most in each episode, in turn.
    told: the kinds of events that are recorded, where not all are looked at. counted: only how many
    there were.
    """

    seed: int
    ends: tuple[tuple[int, str], ...] = ()
    reward: float | None = None
    played: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    counted: bool = False

    @property
    def lengths(self) -> list[int]:
        return [length for length, _ in self.ends]

    def episodes(self, environment: Environment) -> list[dict]:
        """The episodes of a class, in states that this environment has been in."""
        return _written(self, environment, variant.secret())

    def asked(self, environment: Environment, old: tuple[str, ...] = ()) -> dict:
        """What the student's process is asked for; old: see `Environment.scripted`."""
        asked = (
            environment.played(*self.played)
            if self.played
            else environment.scripted(self.episodes(environment), old=old)
        )
        if self.told:
            asked |= {"told": list(self.told), "counted": self.counted}
        return asked


@functools.cache
def _written(script, environment, secret):
    with contextlib.closing(gym.make(environment.id, max_episode_steps=MOST_PLAYED)) as played:
        return [
            _episode(played, script.seed + i, length, end, script.reward)
            for i, (length, end) in enumerate(script.ends)
        ]


def _episode(environment, seed, length, end, reward):
    rng = variant.generator(seed)
    drawn = rng.normal(size=length).round(3)
    return {
        "observations": _observations(environment, rng, length, end).tolist(),
        "rewards": drawn.tolist() if reward is None else [reward] * length,
        "end": end,
    }


def _observations(environment, rng, length, end):
    """What an episode of this length shows, (length + 1, observations): states at some distance
    from one another in an episode that the environment plays at random, or in several.

    The first one follows a reset and the last one is an end: nothing in them tells who wrote them.
    """
    seen = []
    while len(seen) <= length:
        ended = _played(environment, rng)
        last = ended if end == "terminated" else ended[:-1]
        seen = [*seen[:-1], *last]
    places = np.linspace(0, len(seen) - 1, length + 1).round().astype(int)
    return np.array([seen[place] for place in places])


def _played(environment, rng):
    """What an episode at random shows, from its reset to its end."""
    observation, _ = environment.reset(seed=int(rng.integers(2**31)))
    seen, ended = [observation], False
    while not ended:
        action = rng.integers(environment.action_space.n)
        observation, _, terminated, truncated, _ = environment.step(action)
        seen.append(observation)
        ended = terminated or truncated
    return seen


STEPS = ("reset", "step")  # all that tells how long episodes last, and what is done in them
MOST_PLAYED = 100  # steps of an episode at random, where nothing ends it before


# The seeds from 700 to 799 are those of these episodes.
SCRIPT = Script(
    700,
    (
        (4, "terminated"),
        (6, "truncated"),
        (3, "terminated"),
        (5, "truncated"),
        (7, "terminated"),
    ),
)
SCRIPTED = ByClass(
    {
        "gamma": (0.7, 0.75, 0.8),
        "n_trajectories": (7,),
        "batch_size": (5, 6),  # longer than the first episode: nothing is learnt in it
        "lr": (0.03, 0.01, 0.02),
        "buffer_size": (12,),
        "seed": tuple(range(3, 100)),
        "epsilon_decay": (0.5,),
        "epsilon_min": (0.2,),
    }
)
# Nothing is written: what is right on written episodes must be right there too, or else a function
# could do in them, and only in them, what is asked. Two episodes of three are cut soon, the others
# go on to an end of their own. The first does: it is longer than a batch, where the first written
# one is shorter, so that what waits for a second trajectory is seen, and what waits for a batch.
PLAYED = Script(0, played=(MOST_PLAYED, 5, 5))
LONG_PLAYED = Script(0, played=(MOST_PLAYED,))  # the same, none of which is cut soon
# Long enough for a policy at random to be told from one that is hardly ever so.
POLICY_SCRIPT = Script(
    720,
    (
        (90, "truncated"),
        (20, "terminated"),
        (16, "truncated"),
        (20, "terminated"),
        (24, "truncated"),
        (20, "terminated"),
        (24, "truncated"),
    ),
    told=STEPS,
)
OPENINGS = 16  # actions at the start of an episode
OPENING_SCRIPT = Script(730, ((OPENINGS, "terminated"), (OPENINGS, "truncated")) * 2, told=STEPS)
# Short enough for every batch that may have been drawn to be tried.
REPLAY_SCRIPT = Script(740, ((2, "terminated"), (2, "truncated")) * 3)
SHORT = Script(0, played=(2,))  # the same, of episodes that nothing is written of
REPLAYED = ByClass(
    {
        "gamma": (0.7, 0.75, 0.8),
        "n_trajectories": (len(REPLAY_SCRIPT.ends),),
        "batch_size": (2,),
        "lr": (0.03, 0.025, 0.035),
        "buffer_size": (3,),
        "seed": tuple(range(4, 100)),
        "epsilon_decay": (0.5,),
        "epsilon_min": (0.2,),
    }
)
# Every return is one that a training may stop at, when it takes CartPole for solved.
SOLVED_SCRIPT = Script(760, ((1, "terminated"),), reward=500.0, told=STEPS, counted=True)
POOR_SCRIPT = Script(760, ((1, "terminated"),), reward=1.0, told=STEPS, counted=True)
# A memory that fills in a few steps (see its stand-in), and is never full enough for a batch.
FILLED_SCRIPT = Script(790, ((4, "terminated"),) * 3, told=STEPS, counted=True)
FILLED = {"n_trajectories": 3, "batch_size": 500_000, "buffer_size": 1_000_000}
# As many steps as can be told: a long training, where none takes long.
TIRING = {"n_trajectories": 20, "batch_size": 12_000, "buffer_size": 15_000}
UPDATE_EVENTS = ("get_batch", "targets", "update")
MOST_EVENTS = 15_000  # recorded in one training; a loop that calls its parts row by row makes 8000
MOST_PAIRS = 10**6  # numbers compared two by two
MOST_STORED = 1_000  # transitions in a batch
USUAL_LIMIT = 500  # steps, of an environment that has no limit of its own
# A batch of more transitions than are ever played: nothing is learnt.
IDLE = {"batch_size": 256, "buffer_size": 1000}
LONG = {"batch_size": 1024, "buffer_size": 2000}  # the same, of long episodes


def long_script(environment: Environment) -> Script:
    """An episode as long as the environment's own limit allows."""
    limit = gym.spec(environment.id).max_episode_steps or USUAL_LIMIT
    return Script(770, ((limit - 1, "terminated"),), told=STEPS, counted=True)


class Inconclusive(Exception):
    """The function does not call what would have been recorded."""


@dataclass
class Step:
    """A step of the environment, the policy's call before it, and the recorded calls after it."""

    state: np.ndarray
    action: Any
    reward: float
    next_state: np.ndarray
    terminated: bool
    truncated: bool
    policy: dict | None
    after: list[dict] = field(default_factory=list)

    def of(self, event: str) -> list[dict]:
        return [recorded for recorded in self.after if recorded["event"] == event]

    @property
    def transition(self) -> tuple:
        """The five values; -1 for what is no action at all."""
        action = squeezed(self.action)
        taken = int(action) if action is not None and not action.ndim else -1
        return self.state, taken, self.reward, self.next_state, self.terminated


@dataclass
class Record:
    """What a training function did on the written episodes.

    draws: for each trajectory, a number of each generator: the environment's, its action space's,
    numpy's, random's. broken: whether the function raised in the end. asked: the arguments that it
    was given. kept: what was found in it once, and is asked for by several properties.
    """

    call: str
    value: Any
    trajectories: list[list[Step]]
    buffers: list[dict]
    draws: list[Any] = field(default_factory=list)
    broken: bool = False
    asked: Mapping[str, Any] = field(default_factory=lambda: SCRIPTED)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def steps(self) -> list[Step]:
        return list(itertools.chain.from_iterable(self.trajectories))

    @property
    def restarts(self) -> bool:
        """Whether the memory is made several times, which is a mistake of its own."""
        return len(self.buffers) > 1

    @property
    def kinds(self) -> set[str]:
        """The kinds of the calls that were recorded at its steps."""
        acted = {"policy"} if any(step.policy for step in self.steps) else set()
        return acted | {one["event"] for step in self.steps for one in step.after}

    @property
    def memory_at_first_update(self) -> int | None:
        """How many transitions the memory held then; None when nothing is learnt."""
        counts = (
            one.get("stored", played)
            for played, step in enumerate(self.steps, start=1)
            for one in step.after
            if one["event"] in UPDATE_EVENTS
        )
        return next(counts, None)

    def of(self, event: str) -> list[dict]:
        """The recorded calls of one kind; Inconclusive when the function made none."""
        found = [recorded for step in self.steps for recorded in step.of(event)]
        if not found:
            raise Inconclusive(event)
        return found


def read(
    name: str,
    declared: Declared,
    training: Training,
    script: Script = SCRIPT,
    asked: Mapping[str, Any] = SCRIPTED,
) -> Record:
    """Put the recorded events in order: trajectories, their steps, the calls at each step.

    asked: the arguments that the function was given.
    """
    call = f"{name}(…) {_where(declared, script)}"
    calls = sum(map(times, training.events))
    require(
        calls <= MOST_EVENTS,
        call=call,
        obtained=f"{calls} appels",
        expected="quelques appels à chaque pas de temps",
        hint="chaque pas choisit une action, entrepose une transition et apprend d'un lot",
    )
    reading = _Reading(declared, training, script)
    for event in training.events:
        reading.take(event)
    return Record(
        call=call,
        value=training.value,
        trajectories=[steps for steps in reading.trajectories if steps],
        buffers=training.of("buffer"),
        draws=[event["draws"] for event in training.of("step") if "draws" in event],
        broken=training.error is not None,
        asked=asked,
    )


@dataclass
class _Reading:
    """The events of a training being put in order, one after the other.

    start: the last reset. policy: its last call, until the step that follows it. memory: the
    neutral one, made again as the function made it.
    """

    declared: Declared
    training: Training
    script: Script
    trajectories: list[list[Step]] = field(default_factory=list)
    start: dict = field(default_factory=dict)
    policy: dict | None = None
    memory: Any = None

    def take(self, event: dict) -> None:
        match event["event"]:
            case "reset":
                if not self.trajectories or self.trajectories[-1]:
                    self.trajectories.append([])
                self.start = event
            case "policy":
                self.policy = event
            case "step":
                shown = self._shown(event)
                step = Step(action=event.get("action"), policy=self.policy, **shown)
                self.trajectories[-1] += [step] * times(event)
                self.policy = None
            case "buffer":
                if self.training.replaced:
                    self.memory = self._neutral_memory(event["buffer_size"])
            case _ if self.trajectories and self.trajectories[-1]:
                self.trajectories[-1][-1].after.append(_with_batch(event, self.memory))

    def _shown(self, event: dict) -> dict[str, Any]:
        """What a step of the current trajectory showed: as it was written, or as it was told."""
        steps = self.trajectories[-1]
        if self.script.played:
            return _told(self.declared.environment, self.start, steps, event)
        episode = self._episodes[(len(self.trajectories) - 1) % len(self._episodes)]
        return _written_step(episode, len(steps), times(event))

    @functools.cached_property
    def _episodes(self) -> list[dict]:
        return self.script.episodes(self.declared.environment)

    def _neutral_memory(self, size: Any) -> Any:
        stand_in = load(stand_ins([self.declared.memory])[self.declared.memory], "stand_in")
        return stand_in(Recorder(), self.training.neutral)(size)


def _where(declared, script):
    if script.played:
        return f"dans {declared.environment.id}"
    return "sur des épisodes écrits d'avance"


def times(event: dict) -> int:
    """How many calls an event stands for; Inconclusive when it is unreadable."""
    found = event.get("times", 1)
    if type(found) is not int or found < 1:
        raise Inconclusive("step")
    return found


def _written_step(episode, time, times):
    """What a step shows at a time of a written episode, the first one of so many."""
    states, last = episode["observations"], len(episode["rewards"]) - 1
    _require_unended(time + times - 1 <= last)
    return {
        "state": np.array(states[time]),
        "reward": episode["rewards"][time],
        "next_state": np.array(states[time + 1]),
        "terminated": time == last and episode["end"] == "terminated",
        "truncated": time == last and episode["end"] == "truncated",
    }


def _told(environment, start, steps, event):
    """What a step showed, as the environment told it; Inconclusive when it is unreadable."""
    _require_unended(not steps or not (steps[-1].terminated or steps[-1].truncated))
    state = steps[-1].next_state if steps else as_array(start.get("seen"))
    try:
        next_state, reward, *ends = event["shown"]
        found = [as_array(one) for one in (state, next_state, reward, *ends)]
        shapes = [one.shape for one in found]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Inconclusive("step") from None
    seen = (environment.observations,)
    if shapes != [seen, seen, (), (), ()]:
        raise Inconclusive("step")
    return {
        "state": found[0],
        "reward": float(found[2]),
        "next_state": found[1],
        "terminated": bool(found[3]),
        "truncated": bool(found[4]),
    }


def _require_unended(condition):
    require(
        condition,
        call="environment.step(action)",
        obtained="un pas de plus après la fin d'un épisode",
        expected="une trajectoire qui s'arrête quand terminated ou truncated est vrai",
        hint="la boucle continue tant que ni l'un ni l'autre n'est vrai",
    )


def _with_batch(event, memory):
    """Replay the neutral memory, which is deterministic, to know which batch it handed out.

    The student's own tells it.
    """
    if memory is None:
        event.setdefault("batch", [])
    elif event["event"] == "store":
        memory.store(event["element"])
    elif event["event"] == "get_batch":
        event["batch"] = memory.get_batch(event["batch_size"])
    return event


@dataclass
class Batch:
    """The transitions of a batch, in the order of the rows that the student handed over.

    flags: the admissible indicators of the end, since the time limit is judged on its own.
    memory: how many transitions it was drawn from. places: where they stand among them.
    """

    states: np.ndarray
    actions: np.ndarray
    rewards: np.ndarray
    next_states: np.ndarray
    flags: list[np.ndarray]
    memory: int = 0
    places: frozenset[int] = frozenset()

    def rows(self, chosen: list[int]) -> "Batch":
        return Batch(
            states=self.states[chosen],
            actions=self.actions[chosen],
            rewards=self.rewards[chosen],
            next_states=self.next_states[chosen],
            flags=[one[chosen] for one in self.flags],
            memory=len(self.rewards),
            places=frozenset(chosen),
        )


def updates(
    record: Record, rows: Callable[[dict, Batch], tuple], *, exact: bool
) -> Iterator[tuple[Step, Batch, dict]]:
    """Each update: its step, the batch it learns from, the recorded call.

    rows(call, batch) gives what the call says of its transitions, and what it would say of those of
    the batch: one row a transition, from which the order is found.
    exact: where the student keeps the transitions, the time limit must not be a terminal state.
    Raises unless there is one update a step from the first one on.
    """
    record.of("update")
    drawn = any(step.of("get_batch") for step in record.steps)
    learning = list(itertools.dropwhile(lambda step: not step.of("update"), record.steps))
    for step in learning:
        batches, calls = step.of("get_batch"), step.of("update")
        require(
            len(calls) == 1 and len(batches) == (1 if drawn else 0),
            call=record.call,
            obtained=f"{len(calls)} mise(s) à jour et {len(batches)} lot(s) tiré(s) à un même pas",
            expected="une mise à jour par pas de temps, chacune sur un nouveau lot",
            hint="la mise à jour est dans la boucle sur les pas de temps, une seule fois",
        )
        possible = (
            stored(batches[0]["batch"], step.state.shape) if drawn else _own_memory(record, step)
        )
        order = matched(*rows(calls[0], possible))
        if drawn and order is not None and sorted(order) != list(range(len(possible.rewards))):
            order = None
        require(
            order is not None or drawn,
            call=record.call,
            obtained="une mise à jour sur autre chose que des transitions de la mémoire",
            expected="un lot de transitions que la mémoire contient encore, avec leurs Q-valeurs",
            hint="suivez une mise à jour à la main, du lot tiré jusqu'aux poids",
        )
        if exact:
            possible = replace(possible, flags=possible.flags[:1])
        yield step, possible if order is None else possible.rows(order), calls[0]


def joined(calls: list[dict], argument: str) -> Any:
    """The rows that several recorded calls received, one after the other."""
    found = [as_array(one[argument]) for one in calls]
    arrays = [array for array in found if array is not None and array.ndim > 0]
    if len(arrays) < len(found):
        return calls[0][argument]
    if len({array.shape[1:] for array in arrays}) > 1:
        return calls[0][argument]
    return np.concatenate(arrays) if len(arrays) > 1 else arrays[0]


def matched(found: Any, wanted: np.ndarray) -> list[int] | None:
    """Which row of `wanted` each row found equals; None when one equals none of them.

    None as well when there is nothing to compare, or too many pairs: a batch has a few rows.
    """
    work.go_on()
    found = as_array(found)
    if found is None or found.shape[1:] != wanted.shape[1:] or found.ndim < 1:
        return None
    if not 0 < found.size * len(wanted) <= MOST_PAIRS:
        return None
    pairs = np.abs(found[:, None] - wanted[None]).reshape(len(found), len(wanted), -1).max(axis=2)
    nearest = pairs.argmin(axis=1)
    return nearest.tolist() if (pairs.min(axis=1) < 1e-4).all() else None


def stored(transitions: list, shape: tuple[int, ...]) -> Batch:
    """A batch of the transitions as the student stored them; shape: that of an observation."""
    if len(transitions) > MOST_STORED or not all(
        isinstance(one, (list, tuple)) for one in transitions
    ):
        raise Inconclusive("store")
    columns = [[squeezed(value) for value in column] for column in zip(*transitions, strict=False)]
    found = [array for array in map(as_array, columns[:5]) if array is not None]
    if [array.shape[1:] for array in found] != [shape, (), (), shape, ()]:
        raise Inconclusive("store")
    states, actions, rewards, next_states, flags = found
    return Batch(states, actions, rewards, next_states, [flags])


def squeezed(value: Any) -> np.ndarray | None:
    """The numbers of a value without its axes of length 1, None when it has no numbers."""
    array = as_array(value)
    return None if array is None else array.squeeze()


def _own_memory(record, last):
    """What a memory of the student's own holds at a step: the latest transitions."""
    seen = [*itertools.takewhile(lambda step: step is not last, record.steps), last]
    return remembered(seen[-record.asked["buffer_size"] :])


def remembered(steps: Sequence[Step]) -> Batch:
    """A batch of these steps' transitions, as the environment gave them."""
    columns = zip(*(step.transition for step in steps), strict=True)
    states, actions, rewards, next_states, terminated = map(np.array, columns)
    ended = terminated | np.array([step.truncated for step in steps])
    return Batch(states, actions, rewards, next_states, [terminated, ended])
