"""Episodes written in advance, and what a training function was seen to do on them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checking import as_array, require
from autograder.student import remote
from autograder.student.proxy import Training


def _episode(seed, length, end):
    rng = np.random.default_rng(seed)
    return {
        "observations": rng.normal(size=(length + 1, 4)).astype(np.float32).tolist(),
        "rewards": rng.normal(size=length).round(3).tolist(),
        "end": end,
    }


SCRIPT = [
    _episode(700 + i, length, end)
    for i, (length, end) in enumerate(
        [
            (4, "terminated"),
            (6, "truncated"),
            (3, "terminated"),
            (5, "truncated"),
            (7, "terminated"),
        ]
    )
]
SCRIPTED = {
    "gamma": 0.7,
    "n_trajectories": 7,
    "batch_size": 5,
    "lr": 0.03,
    "buffer_size": 12,
    "seed": 3,
    "epsilon_decay": 0.5,
    "epsilon_min": 0.2,
}
# Without chance: the batch is the whole memory, and the policy is greedy after the first episode,
# which is long enough (24 steps) for a random policy to be seen.
REPLAY_SCRIPT = [
    _episode(720 + i, length, end)
    for i, (length, end) in enumerate(
        [(24, "truncated"), (9, "terminated"), (6, "truncated"), (8, "terminated")]
    )
]
REPLAYED = {
    "gamma": 0.7,
    "n_trajectories": 4,
    "batch_size": 2,
    "lr": 0.03,
    "buffer_size": 2,
    "seed": 4,
    "epsilon_decay": 0.0,
    "epsilon_min": 0.0,
}


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
        return self.state, int(self.action), self.reward, self.next_state, self.terminated


@dataclass
class Record:
    """What a training function did on the written episodes."""

    call: str
    value: Any
    trajectories: list[list[Step]]
    buffers: list[dict]

    @property
    def steps(self) -> list[Step]:
        return list(itertools.chain.from_iterable(self.trajectories))

    def of(self, event: str) -> list[dict]:
        """The recorded calls of one kind; Inconclusive when the function made none."""
        found = [recorded for step in self.steps for recorded in step.of(event)]
        if not found:
            raise Inconclusive(event)
        return found


def read(name: str, training: Training, script: list[dict] = SCRIPT) -> Record:
    """Put the recorded events in order: trajectories, their steps, the calls at each step."""
    trajectories, policy, memory = [], None, None
    for event in training.events:
        kind = event["event"]
        if kind == "reset" and (not trajectories or trajectories[-1]):
            trajectories.append([])
        elif kind == "epsilon_greedy_policy":
            policy = event
        elif kind == "step":
            episode = script[(len(trajectories) - 1) % len(script)]
            trajectories[-1].append(_step(episode, len(trajectories[-1]), event, policy))
            policy = None
        elif kind == "buffer":
            memory = remote.FAKES["ReplayBuffer"](remote.Recorder())(event["buffer_size"])
        elif trajectories and trajectories[-1]:
            trajectories[-1][-1].after.append(_with_batch(event, memory))
    return Record(
        call=f"{name}(…) sur des épisodes écrits d'avance",
        value=training.value,
        trajectories=[steps for steps in trajectories if steps],
        buffers=training.of("buffer"),
    )


def _step(episode, time, event, policy):
    states = np.array(episode["observations"])
    last = len(episode["rewards"]) - 1
    require(
        time <= last,
        call="environment.step(action)",
        obtained="un pas de plus après la fin d'un épisode",
        expected="une trajectoire qui s'arrête quand terminated ou truncated est vrai",
        hint="la boucle continue tant que ni l'un ni l'autre n'est vrai",
    )
    return Step(
        state=states[time],
        action=event["action"],
        reward=episode["rewards"][time],
        next_state=states[time + 1],
        terminated=time == last and episode["end"] == "terminated",
        truncated=time == last and episode["end"] == "truncated",
        policy=policy,
    )


def _with_batch(event, memory):
    """Replay the fake memory, which is deterministic, to know which batch it handed out."""
    if event["event"] == "store":
        memory.store(event["element"])
    elif event["event"] == "get_batch":
        event["batch"] = memory.get_batch(event["batch_size"])
    return event


def updates(record: Record, event: str) -> Iterator[tuple[Step, list, dict]]:
    """Each update: its step, the batch drawn at that step, the recorded call `event`.

    Raises unless there is one update a step from the first one on.
    """
    record.of(event)
    if not record.buffers:
        raise Inconclusive("ReplayBuffer")
    learning = list(itertools.dropwhile(lambda step: not step.of(event), record.steps))
    for step in learning:
        batches, calls = step.of("get_batch"), step.of(event)
        require(
            len(batches) == len(calls) == 1,
            call=record.call,
            obtained=f"{len(calls)} mise(s) à jour et {len(batches)} lot(s) tiré(s) à un même pas",
            expected="une mise à jour par pas de temps, chacune sur un nouveau lot",
            hint="la mise à jour est dans la boucle sur les pas de temps, une seule fois",
        )
        yield step, batches[0]["batch"], calls[0]


def columns(batch: list) -> list[np.ndarray]:
    """The states, actions, rewards, next states and flags of a batch of transitions."""
    found = [as_array(list(column)) for column in zip(*batch, strict=False)][:5]
    shapes = [None if column is None else column.shape[1:] for column in found]
    if shapes != [(4,), (), (), (4,), ()]:
        raise Inconclusive("store")
    return found
