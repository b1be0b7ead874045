"""Whether a training function can be reproduced: one seed, one result."""

import itertools

import numpy as np

from autograder.judging.assertions import CheckError, as_array, close, require
from autograder.judging.student import call
from autograder.student.wire import Discrete
from autograder.training.episodes import (
    IDLE,
    OPENING_SCRIPT,
    OPENINGS,
    SCRIPT,
    SCRIPTED,
    Record,
    squeezed,
)
from autograder.training.loop import Loop
from autograder.training.reference import run

STATES = (8_101, 8_102, 8_103)  # of the generators before three calls
SHORT = {"n_trajectories": 2, "batch_size": 4}


def check_same_seed(loop: Loop) -> None:
    """Raise unless one seed gives the same weights twice, and two seeds different ones.

    Whatever was drawn before a call: the generators are in other states before each of them. A
    dependency that draws from a generator of its own, fails or diverges is its own exercise's
    affair: the same is then asked with the stand-ins. Where the first call gives the reference's
    weights, it is enough that two short ones give them too.
    """
    _check_seeded_once(loop)
    if loop.equal("base") and _goes_on_as_reference(loop):
        return
    base, other = loop.runs["base"], loop.runs["other_seed"]
    first = again = None
    try:
        first, again = loop.result(base), loop.train(base, seed=STATES[0])
        _check_seeded(loop, first, again, loop.result(other))
    except CheckError as problem:
        if differ(first, again) and (loop.counts_its_calls or forgets_a_generator(loop)):
            raise
        short = [run(one.kwargs, **SHORT) for one in (base, base, other)]
        try:
            states = zip(short, STATES, strict=True)
            trained = [loop.train(one, spies=loop.parts, seed=state) for one, state in states]
            _check_seeded(loop, *trained)
        except CheckError:
            raise problem from None


def _goes_on_as_reference(loop):
    """Whether other calls, after other draws and with another seed, give the reference's weights
    too.
    """
    called = zip(("base", "other_seed"), STATES, strict=False)
    short = [(run(loop.runs[name].kwargs, **SHORT), state) for name, state in called]
    try:
        return all(
            loop.cousin_of(one, loop.train(one, seed=state)) is not None for one, state in short
        )
    except CheckError:
        return False


def _check_seeded_once(loop):
    """Raise when a generator starts again from the same point in two trajectories.

    The course's own show it by what they would draw. Those of a function that has others show it by
    its actions: four episodes at random start with the same sixteen, not all equal.
    """
    record = watched(loop)
    require(
        not (record and seeded_again(record).any()) and not same_openings(openings(loop)),
        call=f"{loop.name}(…), au hasard (epsilon = 1)",
        obtained="les mêmes tirages dans plusieurs trajectoires",
        expected="une graine donnée une seule fois, avant la première trajectoire",
        hint="sortez set_random_seed de la boucle sur les trajectoires, et n'y donnez pas de graine"
        " à environment.reset",
    )


def watched(loop: Loop) -> Record | None:
    """What the function does on the written episodes, None when it fails there."""
    try:
        return loop.watched(SCRIPT)
    except CheckError:
        return None


def seeded_again(record: Record) -> np.ndarray:
    """Whether each generator of the course was given the same seed in two trajectories, (4,)."""
    draws = as_array(record.draws)
    if draws is None or draws.shape != (len(draws), 4):
        return np.zeros(4, dtype=bool)
    return np.array([len(set(column)) < len(column) for column in draws.T.tolist()])


def same_openings(actions: list[tuple]) -> bool:
    """Whether the episodes all start with the same actions, not all equal."""
    return len(actions) > 1 and len(set(actions)) == 1 and len(set(actions[0])) > 1


def openings(loop: Loop) -> list[tuple]:
    """The first actions of each of a few episodes at random; empty when the run fails."""
    explores = {"epsilon_decay": 1.0, "epsilon_min": 1.0, "n_trajectories": 4, **IDLE}
    own = loop.declared.policy.split(".")[0]
    spies = [part for part in loop.parts if part != own]
    if loop.student.stopped is not None:
        return []
    try:
        training = loop.scripted_training(OPENING_SCRIPT, {**SCRIPTED, **explores}, spies)
        trajectories = loop.read(training, OPENING_SCRIPT).trajectories
    except CheckError:
        return []
    actions = [[squeezed(step.action) for step in steps[:OPENINGS]] for steps in trajectories]
    found = [tuple(float(a) for a in one if a is not None and not a.ndim) for one in actions]
    return found if list(map(len, found)) == list(map(len, actions)) else []


def differ(first: np.ndarray | None, again: np.ndarray | None) -> bool:
    """Whether two results are numbers, and not the same."""
    if first is None or again is None:
        return False
    return bool(np.isfinite([first, again]).all()) and not close(first, again)


def forgets_a_generator(loop: Loop) -> bool:
    """Whether the function leaves a generator unseeded that the student's own parts draw from."""
    return _leaves_unseeded(loop) and _seed_reaches_the_parts(loop)


def _leaves_unseeded(loop):
    """Whether what random or numpy draw after a call depends on what they drew before it."""
    one = {"n_trajectories": 1, "seed": 1, **IDLE}
    steps = [
        step
        for seed in (1, 2)
        for step in (
            call("random.seed", seed),
            call("np.random.seed", seed),
            call(loop.name, kwargs=one, save="poids"),
            call("random.random"),
            call("np.random.rand"),
        )
    ]
    outcomes = loop.student.script(steps, spies=loop.parts)
    draws = [outcomes[3:5], outcomes[8:10]]
    if any(outcome.error for outcome in outcomes):
        return False
    return not all(close(one.value, other.value) for one, other in zip(*draws, strict=True))


def _seed_reaches_the_parts(loop):
    """Whether the student's own memory and policy draw the same after the same seeding."""
    steps, n_actions = [], loop.declared.environment.actions
    if loop.declared.memory:
        steps += [call(loop.declared.memory, 20, save="memoire")]
        steps += [call("memoire.store", i) for i in range(20)]
        steps.append(call("memoire.get_batch", 5))
    if loop.declared.policy:
        asked = np.zeros(n_actions), Discrete(n_actions), 0.5
        steps.append(call(loop.declared.policy, *asked, repeat=20))
    drawn = [loop.student.script(steps, seed=0)[-2:] for _ in range(2)]
    if any(outcome.error for outcome in itertools.chain(*drawn)):
        return False
    return all(close(one.value, other.value) for one, other in zip(*drawn, strict=True))


def _check_seeded(loop, first, again, other):
    one, two = (loop.runs[name].kwargs["seed"] for name in ("base", "other_seed"))
    require(
        first is not None and close(first, again),
        call=f"{loop.name}(seed={one}, …), deux fois",
        obtained="deux résultats différents" if first is not None else "un résultat inattendu",
        expected="les mêmes poids : une graine rend l'expérience reproductible",
        hint="appelez set_random_seed(environment, seed) au début, et ne gardez rien d'un appel"
        " à l'autre",
    )
    require(
        other is not None and np.abs(other - first).max() > 1e-3,
        call=f"{loop.name}(seed={one}, …) puis {loop.name}(seed={two}, …)",
        obtained="les mêmes poids",
        expected="des poids différents : la graine reçue compte",
        hint="donnez l'argument seed à set_random_seed, et tirez les poids initiaux au hasard",
    )
