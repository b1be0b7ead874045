"""What students can check of format_batch while they work: small batches, and their targets."""

from collections.abc import Sequence

import numpy as np

from autograder.exercises.format_batch.mistakes import MISTAKES, RULES, compute
from autograder.exercises.format_batch.test_hidden import Case
from autograder.judging.visible import encoded, prose, rounded, wrong_values


def batch(
    seed: int, terminal: Sequence[int], gamma: float, states: int = 2, actions: int = 2
) -> Case:
    """Transitions and a network with a decimal or two, which read well.

    The last transition starts where the first one does: a memory holds such pairs.
    """
    rng = np.random.default_rng(seed)
    size, shapes = len(terminal), [(3, states), (3,), (actions, 3), (actions,)]
    parameters = [rng.normal(size=shape).round(2).astype(np.float32) for shape in shapes]
    seen, following = (
        rng.normal(size=(size, states)).round(1).astype(np.float32) for _ in range(2)
    )
    seen[-1] = seen[0]
    taken, rewards = rng.integers(actions, size=size), rng.normal(size=size).round(1)
    columns = seen, taken.tolist(), rewards.tolist(), following, list(map(bool, terminal))
    listed = list(zip(*columns, strict=True))
    return Case(
        parameters, listed, gamma, seen, taken, rewards, following, np.array(terminal, dtype=float)
    )


# In the first one, every Q-value of some next states is negative.
BATCHES = [batch(82, [0, 1, 0, 0], 0.5), batch(72, [0, 0, 1, 0, 1], 0.75, states=3, actions=3)]
ALONE = batch(73, [0], 0.5)


def checks() -> dict:
    wrong = wrong_values([(one,) for one in BATCHES], RULES, compute)
    return {
        "sorte": "agent",
        "fonction": "format_batch",
        "lots": list(map(_written, BATCHES)),
        "seule": _written(ALONE),
        "fausses": wrong,
        "meprises": prose(MISTAKES, [mistake.id for mistake in MISTAKES]),
    }


def _written(one):
    return {
        "poids": list(map(rounded, one.parameters)),
        "lot": [encoded(transition) for transition in one.batch],
        "gamma": one.gamma,
        "etats": rounded(one.states),
        "actions": one.actions.tolist(),
        "cibles": rounded(one.targets()),
    }
