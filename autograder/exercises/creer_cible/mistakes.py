"""Mistakes in creer_cible: what the copy is, and what it still shares with the agent."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercises.creer_cible.test_hidden import SIZES
from autograder.judging.assertions import close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import raised, told_by_exceptions
from autograder.judging.student import Student, call
from autograder.student.wire import Opaque

MISTAKES = load(__file__, COMMON)
NEAR = 0.02  # weights drawn anew are, some of them, further apart
# What Poutyne and torch say, and the mistake that it tells.
KNOWN_ERRORS = {
    "in the optimizer should be part of the network": MISTAKES.optimizer_shared,
    "in loading state_dict": MISTAKES.other_architecture,
}


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen in the copies of two agents, of the first one where both are made."""
    steps = [call("apparatus.copy", *size) for size in SIZES]
    outcomes, _ = student.with_apparatus("creer_cible", steps)
    if any(outcome.error for outcome in outcomes):
        told = (mistake for text, mistake in KNOWN_ERRORS.items() if raised(outcomes, text))
        return list(told) or told_by_exceptions(outcomes)
    found = outcomes[0].value
    if found is None:
        return [MISTAKES.missing_return]
    return [] if isinstance(found, Opaque) else list(_of_copy(found))


def _of_copy(found: dict[str, Any]) -> Iterator[Mistake]:
    if not found["readable"]:
        yield from _of_another_kind(found["kind"])
        return
    if not found["is_dqn"]:
        yield MISTAKES.network_returned
    if not _all(found["after"], found["before"]):
        yield MISTAKES.agent_changed
        return
    if found["is_agent"]:
        yield MISTAKES.same_agent
    elif found["follows"] and found["leads"]:
        yield MISTAKES.network_shared if found["same_network"] else MISTAKES.weights_shared
    elif not _all(found["made"], found["before"]):
        equal = [close(*pair) for pair in zip(found["made"], found["before"], strict=False)]
        if not any(equal) and _all(found["made"], found["before"], atol=NEAR):
            yield MISTAKES.altered_weights
            return
        some = any(equal) and np.shape(equal) == (len(found["before"]),)
        yield MISTAKES.some_weights_only if some else MISTAKES.fresh_weights
    elif found["frozen"]:
        yield MISTAKES.agent_frozen


def _of_another_kind(kind):
    """What is returned in the place of an agent, by the name of its type."""
    if kind == "tuple":
        yield MISTAKES.tuple_returned
    elif kind in ("dict", "OrderedDict", "list", "odict_values"):
        yield MISTAKES.weights_returned
    elif kind in ("NNModel", "Sequential"):
        yield MISTAKES.network_returned


def _all(ones, others, atol=0.0):
    return len(ones) == len(others) and all(
        close(*pair, rtol=0, atol=atol) for pair in zip(ones, others, strict=True)
    )
