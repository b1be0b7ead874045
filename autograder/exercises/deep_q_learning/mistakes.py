"""Mistakes in deep_q_learning: those of both loops, then the agent's."""

import itertools
from collections.abc import Iterator

import numpy as np

from autograder.exercises.deep_q_learning.loop import (
    evidence,
    explained,
    q_values,
    weights_in,
)
from autograder.judging.assertions import CheckError, close
from autograder.judging.mistakes import Mistake, load
from autograder.judging.student import Student
from autograder.student.wire import Opaque
from autograder.training import mistakes
from autograder.training.episodes import IDLE, SCRIPTED, Inconclusive, Record

MISTAKES = load(__file__, mistakes.MISTAKES)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if not isinstance(record, Record):
        return [record] if record else []
    if isinstance(record.value, Opaque):
        return [MISTAKES.network_returned] if record.value.type == "NNModel" else []
    found = [*mistakes.common_mistakes(loop, record), *_agent(record), *_rules(loop, record)]
    learning = any(step.of("update") for step in record.steps)
    if not learning:
        found = _without_loss(loop, record, found)
    if not found and learning and close(loop.weights(record.value), _start(loop)):
        found = [MISTAKES.untrained_agent_returned]
    return found or (learning and _optimizer(loop)) or mistakes.beyond(loop)


def _optimizer(loop) -> list[Mistake]:
    """What is made of the optimizer from one batch to the next."""
    try:
        if explained(loop):
            return []
    except (CheckError, Inconclusive):
        return []
    ways = (
        (MISTAKES.optimizer_restarted, {"restarts": "update"}),
        (MISTAKES.optimizer_restarted, {"restarts": "trajectory"}),
        (MISTAKES.gradients_not_reset, {"forgets": False}),
    )
    return [mistake for mistake, way in ways if explained(loop, **way)][:1]


def _start(loop):
    """The weights that the function starts from."""
    return loop.weights(loop.record(**IDLE).value)


def _without_loss(loop, record, found) -> list[Mistake]:
    """The mistakes of a function that never calls dqn_loss; found: those seen already."""
    found = mistakes.without_update(loop, record, found)
    replayed = loop.replay and loop.replay.explanation
    return found or ([] if replayed else [MISTAKES.other_loss])


def _agent(record) -> Iterator[Mistake]:
    """What is wrong with the model that the function returns."""
    agent = record.value if isinstance(record.value, dict) else {}
    if "optimizer" in agent and agent["optimizer"] != "Adam":
        yield MISTAKES.other_optimizer
    if "lr" in agent and not close(agent["lr"], SCRIPTED["lr"]):
        yield MISTAKES.fixed_lr


def _rules(loop, record) -> list[Mistake]:
    """The wrong states or the wrong network behind the predictions and the targets."""
    updates = [(step, one) for step in record.steps for one in step.of("update")]
    try:
        parameters = [weights_in(one) for _, one in updates]
    except CheckError:
        return []
    if _restarted(parameters):
        return [MISTAKES.weights_restarted]
    batches = mistakes.recorded_batches(loop)
    if not batches:
        return []
    wrong, next_states = [], []
    for i, ((step, one), batch) in enumerate(zip(updates, batches, strict=True)):
        q, q_next = (q_values(parameters[i], x)[0] for x in (batch.states, batch.next_states))
        others = [q_values(other, batch.next_states)[0] for other in parameters[:i]]
        next_states.append(close(one["y_pred"], q_next, rtol=1e-4, atol=1e-5))
        wrong.append(mistakes.target_mistakes(step, q, q_next, others, batch, one["targets"]))
    if all(next_states):
        return [MISTAKES.trained_on_next_states]
    return mistakes.only_mistake(wrong)


def _restarted(parameters):
    """Whether the weights jump, from one update to the next, further than an optimizer goes."""
    steps = [np.abs(after - before).max() for before, after in itertools.pairwise(parameters)]
    return any(step > 5 * SCRIPTED["lr"] for step in steps)
