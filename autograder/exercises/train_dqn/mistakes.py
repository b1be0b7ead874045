"""Mistakes in train_dqn: those of any loop, then when it learns, and what its target does."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercises.train_dqn.loop import (
    ELSEWHERE_ID,
    EVERY_SIX,
    FROM_FIVE,
    LONG,
    OWN,
    RUNS,
    TargetLoop,
    check_never_copied,
    due,
    elsewhere,
    evidence,
    fits_elsewhere,
    long_record,
    weights,
)
from autograder.judging.assertions import CheckError, as_array, close
from autograder.judging.mistakes import Mistake, load
from autograder.judging.rules import raised, told_by_exceptions
from autograder.judging.student import Outcome, Student, StudentError
from autograder.student.wire import Opaque
from autograder.training import mistakes
from autograder.training.episodes import SCRIPTED, Inconclusive, Record, Step, matched
from autograder.training.network_mistakes import agent_mistakes, optimizer_mistakes

MISTAKES = load(__file__, mistakes.MISTAKES)
Calls = Sequence[tuple[Step, dict[str, Any]]]  # recorded calls, each with its step


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if record is None:
        return mistakes.of_failure(loop) or _raised(loop)
    if not isinstance(record, Record):
        return record
    if isinstance(record.value, Opaque):
        return [MISTAKES.network_returned] if record.value.type == "NNModel" else []
    found = [
        *mistakes.playing_mistakes(loop, record),
        *_episodes(loop, record),
        *_agent(loop, record),
        *_elsewhere(loop),
        *_when(loop, record),
        *_batches(record),
        *(one for one in _target(record) if not _written_out(one, loop)),
    ]
    learning = any(step.of("update") for step in record.steps)
    found = list(dict.fromkeys(found)) or (optimizer_mistakes(loop) if learning else [])
    return (
        found
        or _raised(loop)
        or mistakes.seed_mistakes(loop)
        or mistakes.tiredness(loop)
        or mistakes.idle_at_first(loop, training_interval=1)
        or mistakes.end_of_learning(loop)
        or _late(loop)
    )


def _written_out(mistake, loop):
    """Whether what looks like a hard update is a soft one, written in the loop: its runs say so."""
    return mistake == MISTAKES.hard_update and loop.equal("base", "tau")


def _late(loop):
    """What is seen after many trajectories or updates alone."""
    copied = [MISTAKES.hard_and_soft] if mistakes.fails(check_never_copied, loop) else []
    return [*mistakes.fewer(loop, MISTAKES.stops_at_success), *copied]


def _raised(loop):
    """What the exception of a run says."""
    try:
        loop.value(RUNS["base"])
    except StudentError as error:
        outcomes = [Outcome(error=error)]
        if raised(outcomes, "integer"):
            return [MISTAKES.float_capacity]
        return told_by_exceptions(outcomes)
    return []


def _agent(loop: TargetLoop, record: Record) -> Iterator[Mistake]:
    """What is wrong with the agent that is returned."""
    agent = record.value if isinstance(record.value, dict) else {}
    if agent.get("type", "DQN") != "DQN":
        yield MISTAKES.plain_model
    if agent.get("network_class") == "NNModel" and weights(agent) is None:
        yield MISTAKES.other_network
    yield from agent_mistakes(loop, record)


def _episodes(loop: TargetLoop, record: Record) -> Iterator[Mistake]:
    """Whether long episodes are all played, to their ends."""
    try:
        lengths = [len(steps) for steps in long_record(loop).trajectories]
    except (CheckError, Inconclusive):
        return
    if lengths == LONG.lengths[:1]:
        if len(record.trajectories) > 1:
            yield MISTAKES.stops_at_success
    elif lengths and lengths != LONG.lengths and max(lengths) < max(LONG.lengths):
        yield MISTAKES.cut_short


def _elsewhere(loop: TargetLoop) -> Iterator[Mistake]:
    """What is written for CartPole alone."""
    try:
        training = elsewhere(loop)
    except StudentError:
        yield MISTAKES.dimensions_fixed
        return
    if {event["name"] for event in training.of("make")} != {ELSEWHERE_ID}:
        yield MISTAKES.environment_fixed
    if not fits_elsewhere(training) and loop.weights(training.value) is not None:
        yield MISTAKES.dimensions_fixed


# --- when it learns -------------------------------------------------------------------------------


def _when(loop: TargetLoop, record: Record) -> Iterator[Mistake]:
    """The wrong rule that gives the steps after which the agent learns."""
    if not any(step.of("update") for step in record.steps):
        stores = any(step.of("store") for step in record.steps)
        if stores and mistakes.may_learn(record):
            yield from mistakes.waiting(loop) or [MISTAKES.no_update]
        return
    if record.restarts:
        yield MISTAKES.memory_restarted
        return
    every_six = loop.record(**EVERY_SIX)
    counts = [len(step.of("update")) for step in every_six.steps]
    found = [count > 0 for count in counts]
    lengths = [len(steps) for steps in every_six.trajectories]
    if max(counts) > 1:
        yield MISTAKES.two_updates_per_step
    elif found == due(len(found), 6, 4):
        steps = loop.record(**FROM_FIVE).steps
        first = [bool(step.of("update")) for step in steps].index(True) + 1
        kept = {len(step.of("store")) for step in steps}
        if first == 2 * FROM_FIVE["training_interval"] and len(kept) == 1:
            yield MISTAKES.more_than
    else:
        wrong = [mistake for mistake, rule in rhythms(lengths, 4, 6) if found == rule]
        first = found.index(True)
        late = found[first:] == due(len(found), 6, 4)[first:]
        yield from [*wrong, *([MISTAKES.late_start] if late else [])][:1]


def rhythms(
    lengths: Sequence[int], size: int, interval: int
) -> Iterator[tuple[Mistake, list[bool]]]:
    """The steps after which each wrong rule learns, with batches of `size` every `interval` steps.

    lengths: those of the trajectories.
    """
    places = [(k, t, length) for k, length in enumerate(lengths) for t in range(length)]
    steps = range(len(places))

    def rule(condition):
        return [step >= size - 1 and condition(step, *places[step]) for step in steps]

    yield MISTAKES.interval_ignored, rule(lambda step, k, t, n: True)
    yield MISTAKES.interval_from_zero, rule(lambda step, k, t, n: step % interval == 0)
    yield MISTAKES.interval_fixed, rule(lambda step, k, t, n: (step + 1) % 4 == 0)
    for shift in (0, 1):
        shifted = rule(lambda step, k, t, n, shift=shift: (t + shift) % interval == 0)
        yield MISTAKES.interval_restarted, shifted
        whole = rule(lambda step, k, t, n, shift=shift: (k + shift) % interval == 0)
        yield MISTAKES.interval_on_trajectories, whole
        last = rule(lambda step, k, t, n, shift=shift: (k + shift) % interval == 0 and t == n - 1)
        yield MISTAKES.interval_on_trajectories, last
    yield MISTAKES.one_update_per_trajectory, rule(lambda step, k, t, n: t == n - 1)


# --- what it learns from, and its target ----------------------------------------------------------


def _batches(record: Record) -> Iterator[Mistake]:
    """What is wrong with the batches that are formatted."""
    made = [one for step in record.steps for one in step.of("format")]
    if any(not close(one["gamma"], SCRIPTED["gamma"]) for one in made):
        yield MISTAKES.gamma_ignored
    if any(step.of("get_batch") for step in record.steps):
        return
    seen = np.array([step.state for step in record.steps])
    rows = [matched(one["states"], seen) for one in made]
    if any(places is not None and len(set(places)) < len(places) for places in rows):
        yield MISTAKES.with_replacement
    elif _whole_memory(record):
        yield MISTAKES.whole_memory
    elif made and all(_latest(step, record) for step in record.steps if step.of("format")):
        yield MISTAKES.last_transitions


def _whole_memory(record):
    """Whether each batch has as many rows as the memory holds, more than are asked at last."""
    rows = [
        (len(as_array(step.of("format")[0]["states"])), min(played, SCRIPTED["buffer_size"]))
        for played, step in enumerate(record.steps, start=1)
        if step.of("format")
    ]
    more = any(found > SCRIPTED["batch_size"] for found, _ in rows)
    return more and all(found == held for found, held in rows)


def _latest(step, record):
    """Whether the batch formatted at a step is that of the latest transitions."""
    steps = record.steps
    now = next(place for place, one in enumerate(steps) if one is step)
    given = as_array(step.of("format")[0]["states"])
    recent = np.array([one.state for one in steps[max(0, now + 1 - len(given)) : now + 1]])
    rows = matched(given, recent)
    return rows is not None and len(set(rows)) == len(recent)


def _target(record: Record) -> Iterator[Mistake]:
    """Who acts, who computes the targets, who moves towards whom."""
    acting = {step.policy["agent"] for step in record.steps if step.policy is not None}
    made = [(step, one) for step in record.steps for one in step.of("format")]
    moves = [(step, one) for step in record.steps for one in step.of("soft_update")]
    asked = {one["agent"] for _, one in made}
    pairs = {(one["agent"], one["other"]) for _, one in moves}
    if len(acting) != 1 or not made or not any(step.of("update") for step in record.steps):
        return
    (agent,) = acting
    if len(asked) > 1:
        yield MISTAKES.target_recreated
        return
    (target,) = asked
    if pairs == {(agent, agent)}:
        yield MISTAKES.target_is_agent
    elif target == agent:
        acts = pairs and all(one == agent and other != agent for one, other in pairs)
        yield MISTAKES.target_acts if acts else MISTAKES.targets_from_online
    elif pairs == {(agent, target)}:
        yield MISTAKES.online_updated
    else:
        yield from _marks(record, made, moves)
    yield from _soft_updates(record, moves)


def _marks(record: Record, made: Calls, moves: Calls) -> Iterator[Mistake]:
    """What the weights of the agent and of its target say; the neutral update moves neither."""
    acted = [step.policy["mark"] for step in record.steps if step.policy is not None]
    marks = [one["mark"] for _, one in made]
    agent_moves, target_moves = not close(acted[-1], acted[0]), not close(marks[-1], marks[0])
    if not close(marks[0], acted[0]) and not target_moves:
        yield MISTAKES.target_not_copied
    elif target_moves and not agent_moves:
        yield MISTAKES.target_trained
    elif target_moves and moves and all(close(m["mark"], m["other_mark"]) for _, m in moves):
        yield MISTAKES.network_shared
    elif target_moves:
        yield MISTAKES.hard_and_soft if moves else MISTAKES.hard_update
    elif not moves:
        yield MISTAKES.never_updated
    returned = _mark(record.value)
    if returned is None or target_moves:
        return
    if close(returned, marks[-1], rtol=1e-4):
        if not (moves and agent_moves):
            yield MISTAKES.untrained_agent_returned
        elif record.value["agent"] == made[0][1]["agent"]:
            yield MISTAKES.target_returned
        else:
            yield MISTAKES.early_copy_returned


def _mark(value):
    """The sums by which the neutral agents are told, of the agent that is returned."""
    arrays = [as_array(one) for one in value.get("network", [])] if isinstance(value, dict) else []
    if not arrays or any(array is None for array in arrays):
        return None
    return [float(np.abs(array).sum()) for array in arrays]


def _soft_updates(record: Record, moves: Calls) -> Iterator[Mistake]:
    """When the target is moved, and by how much."""
    taus = [one["tau"] for _, one in moves]
    if taus and all(close(tau, 1 - OWN["tau"]) for tau in taus):
        yield MISTAKES.tau_swapped
    elif taus and all(close(tau, OWN["tau"] ** 2) for tau in taus):
        yield MISTAKES.tau_squared
    elif any(not close(tau, OWN["tau"]) for tau in taus):
        yield MISTAKES.tau_ignored
    if not moves:
        return
    moved = [len(step.of("soft_update")) for step in record.steps]
    learnt = [len(step.of("update")) for step in record.steps]
    ends = [int(step.terminated or step.truncated) for step in record.steps]
    if moved == ends and moved != learnt:
        yield MISTAKES.soft_per_trajectory
    elif sum(moved) > sum(learnt) and all(
        m % max(n, 1) == 0 and bool(m) == bool(n) for m, n in zip(moved, learnt, strict=True)
    ):
        yield MISTAKES.soft_twice
    elif sum(moved) > sum(learnt):
        yield MISTAKES.soft_each_step
    elif any(_before(step) for step in record.steps):
        yield MISTAKES.soft_before_update


def _before(step):
    order = [one["event"] for one in step.after if one["event"] in ("update", "soft_update")]
    return order[:2] == ["soft_update", "update"]
