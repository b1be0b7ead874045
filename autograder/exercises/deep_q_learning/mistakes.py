"""Mistakes in deep_q_learning: those of both loops, then the agent's."""

import itertools

import numpy as np

from autograder.exercises.deep_q_learning.loop import DeepLoop, evidence, weights
from autograder.judging.assertions import CheckError, close
from autograder.judging.mistakes import Mistake, load
from autograder.judging.student import Student
from autograder.student.wire import Opaque
from autograder.training import mistakes
from autograder.training.episodes import IDLE, SCRIPTED, Record
from autograder.training.network_mistakes import agent_mistakes, optimizer_mistakes
from autograder.training.networks import weights_in

MISTAKES = load(__file__, mistakes.MISTAKES)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if record is None:
        return mistakes.of_failure(loop)
    if not isinstance(record, Record):
        return record
    if isinstance(record.value, Opaque):
        return [MISTAKES.network_returned] if record.value.type == "NNModel" else []
    if _is_another_network(record.value):
        return [MISTAKES.other_network]
    found = [
        *mistakes.common_mistakes(loop, record),
        *agent_mistakes(loop, record),
        *_rules(loop, record),
    ]
    learning = any(step.of("update") for step in record.steps)
    if not learning:
        found = _without_loss(loop, record, found)
    if not found and learning and close(loop.weights(record.value), _start(loop)):
        found = [MISTAKES.untrained_agent_returned]
    return found or (learning and optimizer_mistakes(loop)) or mistakes.beyond(loop)


def _is_another_network(agent):
    """Whether it is a network of the course's class, of other layers."""
    return (
        isinstance(agent, dict) and agent["network_class"] == "NNModel" and weights(agent) is None
    )


def _start(loop):
    """The weights that the function starts from."""
    return loop.weights(loop.record(**IDLE).value)


def _without_loss(loop: DeepLoop, record: Record, found: list[Mistake]) -> list[Mistake]:
    """The mistakes of a function that never calls dqn_loss; found: those seen already."""
    found = mistakes.without_update(loop, record, found)
    replayed = loop.replay and loop.replay.explanation
    return found or ([] if replayed else [MISTAKES.other_loss])


def _rules(loop: DeepLoop, record: Record) -> list[Mistake]:
    """The wrong states or the wrong network behind the predictions and the targets."""
    updates = [(step, one) for step in record.steps for one in step.of("update")]
    try:
        parameters = [weights_in(one, loop.shapes) for _, one in updates]
    except CheckError:
        return []
    if _restarted(parameters):
        return [MISTAKES.weights_restarted]
    batches = mistakes.recorded_batches(loop)
    if not batches:
        return []
    wrong, next_states = [], []
    for i, ((step, one), batch) in enumerate(zip(updates, batches, strict=True)):
        q, q_next = (loop.q_values(parameters[i], x)[0] for x in (batch.states, batch.next_states))
        others = [loop.q_values(other, batch.next_states)[0] for other in parameters[:i]]
        next_states.append(close(one["y_pred"], q_next, rtol=1e-4, atol=1e-5))
        wrong.append(mistakes.target_mistakes(step, q, q_next, others, batch, one["targets"]))
    same = all(close(batch.states, batch.next_states) for batch in batches)
    if all(next_states) and not same:
        return [MISTAKES.trained_on_next_states]
    return mistakes.only_mistake(wrong)


def _restarted(parameters):
    """Whether the weights jump, from one update to the next, further than an optimizer goes."""
    steps = [np.abs(after - before).max() for before, after in itertools.pairwise(parameters)]
    return any(step > 5 * SCRIPTED["lr"] for step in steps)
