"""Whether the functions that a student wrote give, where a loop calls them, what right ones do.

A loop that shows right calls must, by itself, learn what such calls give; but for what it calls.
"""

import importlib

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close
from autograder.judging.student import Outcome, Student, call, get
from autograder.student.wire import Tensor
from autograder.training.episodes import squeezed

ROWS = 5


def transitions(observations: int, actions: int) -> list[tuple]:
    """A few random transitions (s, a, r, s', terminated), as the environment gives them."""
    rng = variant.generator(795)
    return [
        (
            rng.normal(size=observations).astype(np.float32),
            int(rng.integers(actions)),
            float(rng.normal()),
            rng.normal(size=observations).astype(np.float32),
            bool(i % 2),
        )
        for i in range(ROWS)
    ]


def answered(student: Student, steps: list[dict]) -> list[Outcome] | None:
    """The outcomes of calls, None if one of them raises."""
    outcomes = student.script(steps, seed=0)
    return None if any(outcome.error for outcome in outcomes) else outcomes


def keeps_the_latest(student: Student, memory: str, observations: int, actions: int) -> bool:
    """Whether a memory of three keeps the last three transitions, and hands out two of them."""
    made = transitions(observations, actions)
    steps = [call(memory, 3, save="gardees"), *(call("gardees.store", one) for one in made)]
    outcomes = answered(student, [*steps, get("gardees.data"), call("gardees.get_batch", 2)])
    if outcomes is None:
        return False
    kept, batch = (_rewards(outcome.value) for outcome in outcomes[-2:])
    latest = {one[2] for one in made[-3:]}
    return kept == latest and len(batch) == 2 and batch <= latest


def _rewards(elements):
    """The rewards of some transitions, by which they are told."""
    if not isinstance(elements, (list, tuple)):
        return set()
    values = [squeezed(one[2]) for one in elements if isinstance(one, tuple) and len(one) == 5]
    return {float(value) for value in values if value is not None and not value.ndim}


def gives_the_targets(student: Student, targets: str, actions: int) -> bool:
    """Whether the targets of a random batch are those of the reference."""
    rng = variant.generator(796)
    asked = (
        rng.normal(size=(ROWS, actions)),
        rng.normal(size=ROWS),
        np.arange(ROWS) % 2 == 1,
        0.8,
    )
    found = answered(student, [call(targets, *asked)])
    wanted = getattr(importlib.import_module(f"solutions.{targets}"), targets)(*asked)
    return found is not None and close(as_array(found[0].value), wanted, rtol=1e-5)


def gives_the_loss(student: Student, loss: str, actions: int) -> bool:
    """Whether the loss of a random batch, and its gradient, are those of squared errors."""
    rng = variant.generator(797)
    y_pred = rng.normal(size=(ROWS, actions)).astype(np.float32)
    taken, given = np.arange(ROWS) % actions, rng.normal(size=ROWS).astype(np.float32)
    found = answered(student, [call(loss, Tensor(y_pred), (Tensor(taken), Tensor(given)), wrt=0)])
    errors = y_pred[np.arange(ROWS), taken] - given
    gradient = np.eye(actions)[taken] * errors[:, None] * 2 / ROWS
    return (
        found is not None
        and close(found[0].value, np.mean(errors**2), rtol=1e-4)
        and close(found[0].gradient, gradient, rtol=1e-4, atol=1e-6)
    )
