"""Mistakes in deep_q_learning: those of both loops, then the agent's."""

from collections.abc import Iterator

from autograder.exercises.deep_q_learning.loop import (
    STEPS,
    check_one_network,
    check_steps,
    evidence,
    followed,
    q_values,
    weights,
)
from autograder.judging.assertions import CheckError, close
from autograder.judging.mistakes import Mistake, load
from autograder.judging.student import Student
from autograder.student.wire import Opaque
from autograder.training import mistakes
from autograder.training.episodes import SCRIPTED, Inconclusive, Record, squeezed

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
    return found or _optimizer(loop) or mistakes.beyond(loop)


def _optimizer(loop) -> list[Mistake]:
    """What is made of the optimizer from one batch to the next."""
    try:
        check_steps(loop)
    except Inconclusive:
        return []
    except CheckError:
        found = weights(loop.record().value)
        ways = (
            (MISTAKES.optimizer_restarted, {"restarts": "update"}),
            (MISTAKES.optimizer_restarted, {"restarts": "trajectory"}),
            (MISTAKES.gradients_not_reset, {"forgets": False}),
        )
        return [m for m, way in ways if close(found, followed(loop, **way), rtol=STEPS, atol=STEPS)]
    return []


def _start(loop):
    """The weights that the function starts from."""
    return loop.weights(loop.record(lr=0.0).value)


def _without_loss(loop, record, found) -> list[Mistake]:
    """The mistakes of a function that never calls dqn_loss; found: those seen already."""
    found = mistakes.without_update(loop, record, found)
    explained = loop.replay and loop.replay.explanation
    return found or ([] if explained else [MISTAKES.other_loss])


def _agent(record) -> Iterator[Mistake]:
    """What is wrong with the model that the function returns."""
    agent = record.value if isinstance(record.value, dict) else {}
    if "optimizer" in agent and agent["optimizer"] != "Adam":
        yield MISTAKES.other_optimizer
    if "lr" in agent and not close(agent["lr"], SCRIPTED["lr"]):
        yield MISTAKES.fixed_lr


def _rules(loop, record) -> list[Mistake]:
    """The wrong states or the wrong network behind the predictions and the targets."""
    still = loop.record(lr=0.0)
    parameters = loop.weights(still.value)
    if parameters is None or not any(step.of("update") for step in still.steps):
        return []
    if _restarted(still, parameters):
        return [MISTAKES.weights_restarted]
    updates = [(step, one) for step in still.steps for one in step.of("update")]
    batches = mistakes.recorded_batches(loop)
    if not batches:
        return []
    wrong, next_states = [], []
    for (step, one), batch in zip(updates, batches, strict=True):
        q, q_next = (q_values(parameters, x)[0] for x in (batch.states, batch.next_states))
        next_states.append(close(one["y_pred"], q_next, rtol=1e-4, atol=1e-5))
        wrong.append(mistakes.target_mistakes(step, q, q_next, [], batch, one["targets"]))
    if all(next_states):
        return [MISTAKES.trained_on_next_states]
    return mistakes.only_mistake(wrong) or _other_network(loop)


def _restarted(still, parameters):
    """Whether the weights that act in the last trajectory, though lr = 0, are not the first's."""
    asked = [step for step in still.steps if step.policy is not None]
    right = [
        close(squeezed(step.policy["q_vals"]), q_values(parameters, step.state)[0], atol=1e-4)
        for step in asked
    ]
    return bool(right) and right[-1] and not right[0]


def _other_network(loop):
    """Whether, once the weights move, the targets are not those of the network that acts."""
    try:
        loop.check_updates(exact=False)
    except (CheckError, Inconclusive):
        return []
    try:
        check_one_network(loop)
    except CheckError:
        return [MISTAKES.double_dqn]
    return []
