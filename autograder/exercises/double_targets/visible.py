"""What students can check of double_targets while they work: small batches, and their targets."""

from collections.abc import Sequence

import numpy as np

from autograder.exercises.double_targets.mistakes import MISTAKES, RULES, compute
from autograder.exercises.double_targets.test_hidden import Case
from autograder.judging.visible import encoded, prose, rounded, wrong_values
from autograder.training.networks import outputs


def batch(
    seed: int, terminal: Sequence[int], gamma: float, states: int = 2, actions: int = 2
) -> Case:
    """Transitions and two networks with a decimal or two; each network has its favourite action."""
    rng = np.random.default_rng(seed)
    size, shapes = len(terminal), [(3, states), (3,), (actions, 3), (actions,)]
    while True:
        agent, target = (
            [rng.normal(size=shape).round(2).astype(np.float32) for shape in shapes]
            for _ in range(2)
        )
        seen, following = (
            rng.normal(size=(size, states)).round(1).astype(np.float32) for _ in range(2)
        )
        ranked = np.sort(outputs(agent, following), axis=1)
        best = [outputs(one, following).argmax(axis=1) for one in (agent, target)]
        if (ranked[:, -1] - ranked[:, -2]).min() > 0.1 and (best[0] != best[1]).mean() >= 0.5:
            break
    taken, rewards = rng.integers(actions, size=size), rng.normal(size=size).round(1)
    columns = seen, taken.tolist(), rewards.tolist(), following, list(map(bool, terminal))
    listed, flags = list(zip(*columns, strict=True)), np.array(terminal, dtype=float)
    return Case(agent, target, listed, gamma, seen, taken, rewards, following, flags)


GOING_ON = batch(81, [0, 0, 0, 0], 0.5), batch(82, [0, 0, 0], 0.75, states=3, actions=3)
ENDING = batch(83, [1, 0, 0, 1], 0.5)
ALONE = batch(84, [0], 0.5)
PROPERTIES = {
    "suite": (*GOING_ON,),
    "fins": (ENDING,),
    "seule": (ALONE,),
}


def checks() -> dict:
    cases = [one for group in PROPERTIES.values() for one in group]
    return {
        "sorte": "agent",
        "fonction": "double_targets",
        "lots": {name: list(map(_written, group)) for name, group in PROPERTIES.items()},
        "fausses": wrong_values([(one,) for one in cases], RULES, compute),
        "meprises": prose(MISTAKES, [mistake.id for mistake in MISTAKES]),
    }


def _written(one):
    return {
        "agent": list(map(rounded, one.agent)),
        "cible": list(map(rounded, one.target)),
        "lot": [encoded(transition) for transition in one.batch],
        "gamma": one.gamma,
        "cibles": rounded(one.targets()),
    }
