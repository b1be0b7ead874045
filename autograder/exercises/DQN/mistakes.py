"""Mistakes in DQN: how the action is chosen, and how the weights of two agents are mixed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercises.DQN.test_hidden import parameters, some_states
from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    is_whole,
    raised,
    told_by_exceptions,
    values,
)
from autograder.judging.student import Outcome, Student, call
from autograder.training.networks import outputs

MISTAKES = load(__file__, COMMON)
DRAWS = 600
ACTIONS = 3
AGENT, STATES = parameters(977, actions=ACTIONS), some_states(978, 12)
MIXES = [
    (parameters(seed, hidden=5), parameters(seed + 1, hidden=5), tau)
    for seed, tau in ((982, 0.1), (984, 0.6), (986, 0.25))
]


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen in what an agent does, then in what its weights become."""
    return list(dict.fromkeys([*_acting(student), *_mixing(student)]))


# --- get_action -----------------------------------------------------------------------------------


def _acting(student: Student) -> Iterator[Mistake]:
    steps = [
        call("apparatus.act", AGENT, STATES, 0.0, 1),
        call("apparatus.act", AGENT, STATES[:1], 0.0, DRAWS),
        call("apparatus.act", AGENT, STATES[:1], 1.0, DRAWS),
        call("apparatus.act", AGENT, STATES[:1], 0.3, DRAWS),
        call("apparatus.act", AGENT, STATES[:1], 0.8, DRAWS),
    ]
    outcomes, _ = student.with_apparatus("DQN", steps, seed=12)
    if any(outcome.error for outcome in outcomes):
        yield from told_by_exceptions(outcomes)
        return
    greedy, *repeated = [outcome.value["actions"] for outcome in outcomes]
    q_vals = outputs(AGENT, STATES)
    if all(one is None for one in greedy):
        yield MISTAKES.missing_return
    elif all(getattr(as_array(one), "shape", None) == (1,) for one in greedy):
        yield MISTAKES.array_action
    elif close(greedy, q_vals.max(axis=1), rtol=1e-4) and not all(map(is_whole, greedy)):
        yield MISTAKES.value_not_action
    elif close(greedy, q_vals.argmin(axis=1)):
        yield MISTAKES.worst_action
    elif close(greedy, np.zeros(len(greedy))):
        yield MISTAKES.no_batch_dimension
    elif _of_changed_states(greedy, q_vals):
        yield MISTAKES.states_changed
    else:
        yield from _exploring(repeated, int(q_vals[0].argmax()))


def _of_changed_states(greedy, q_vals):
    """Whether the actions are the best ones in the states as they are scaled by some students."""
    if close(greedy, q_vals.argmax(axis=1)):
        return False
    norms = np.linalg.norm(STATES, axis=1, keepdims=True)
    changed = [STATES * part for part in (0.5, 2.0, 0.1, 10.0, 1 / 255)] + [STATES / norms, -STATES]
    return any(close(greedy, outputs(AGENT, one).argmax(axis=1)) for one in changed)


def _shares(found):
    """The share of each action."""
    return np.array([sum(close(one, a) for one in found) for a in range(ACTIONS)]) / DRAWS


def _exploring(repeated: Sequence[Any], best: int) -> Iterator[Mistake]:
    """What the shares of each action say, at epsilon = 0, 1, 0.3 and 0.8."""
    shares = list(map(_shares, repeated))
    never, always, some, often = shares
    others = [action for action in range(ACTIONS) if action != best]
    if never[best] == 1 and all(one[best] == 1 for one in shares):
        yield MISTAKES.greedy_only
    elif never[best] < 0.6 and always[best] == 1:
        yield MISTAKES.inverted_epsilon
    elif never[best] < 0.6 and always[best] < 0.6:
        yield MISTAKES.random_only
    elif np.abs(never - always).max() < 0.12:
        yield MISTAKES.fixed_epsilon
    elif always[best] == 0 and min(always[others]) > 0.3:
        yield MISTAKES.other_actions_only
    elif any(always[action] == 0 for action in others):
        yield MISTAKES.some_actions_never_explored
    elif np.abs(some - often).max() < 0.1:
        yield MISTAKES.fixed_epsilon


# --- soft_update ----------------------------------------------------------------------------------

WEIGHTS = (
    (RIGHT, lambda mine, theirs, tau: (1 - tau) * mine + tau * theirs),
    (MISTAKES.tau_ignored, lambda mine, theirs, tau: theirs),
    (MISTAKES.tau_squared, lambda mine, theirs, tau: (1 - tau**2) * mine + tau**2 * theirs),
    (MISTAKES.nothing_changed, lambda mine, theirs, tau: mine),
    (MISTAKES.tau_swapped, lambda mine, theirs, tau: tau * mine + (1 - tau) * theirs),
    (MISTAKES.kept_part_missing, lambda mine, theirs, tau: tau * theirs),
    (MISTAKES.weights_added, lambda mine, theirs, tau: mine + tau * theirs),
    (MISTAKES.weights_added, lambda mine, theirs, tau: mine + theirs),
    (MISTAKES.weights_added, lambda mine, theirs, tau: (1 + tau) * mine + tau * theirs),
    (MISTAKES.wrong_direction, lambda mine, theirs, tau: mine - tau * (theirs - mine)),
    (MISTAKES.wrong_direction, lambda mine, theirs, tau: (1 - tau) * mine - tau * theirs),
    *(
        (MISTAKES.tau_fixed, lambda mine, theirs, tau, part=part: (1 - part) * mine + part * theirs)
        for part in (0.5, 0.1, 0.01, 0.005, 0.001)
    ),
)
PLACES = (
    (RIGHT, lambda place, shape: True),
    (MISTAKES.some_tensors_only, lambda place, shape: len(shape) == 2),
    (MISTAKES.some_tensors_only, lambda place, shape: len(shape) == 1),
    (MISTAKES.some_tensors_only, lambda place, shape: place == 0),
    (MISTAKES.some_tensors_only, lambda place, shape: place < 2),
    (MISTAKES.some_tensors_only, lambda place, shape: place >= 2),
    (MISTAKES.some_tensors_only, lambda place, shape: place == 3),
)
WHO = (
    (RIGHT, (True, False)),
    (MISTAKES.other_updated, (False, True)),
    (MISTAKES.both_updated, (True, True)),
)
RULES = combine(mix=WEIGHTS, changed=PLACES, who=WHO)


def _mixing(student: Student) -> list[Mistake]:
    steps = [call("apparatus.soft_update", *one[:2], [one[2]]) for one in MIXES]
    outcomes, _ = student.with_apparatus("DQN", steps)
    if raised(outcomes, "in-place operation"):
        return [MISTAKES.gradient_tracked]
    found = explain(values(list(map(_weights, outcomes))), MIXES, RULES, compute)
    if found is None:
        return told_by_exceptions(outcomes)
    if any(outcome.error for outcome in outcomes):
        return list(found)
    return [*found, *_links([outcome.value for outcome in outcomes], student)]


def _weights(outcome: Outcome) -> Outcome:
    """The same outcome, whose value is every weight of both agents, in one array."""
    if outcome.error:
        return outcome
    found = [as_array(one) for name in ("mine", "theirs") for one in outcome.value[name]]
    arrays = [array for array in found if array is not None]
    if len(arrays) < len(found):
        return Outcome(value=None)
    return Outcome(value=np.concatenate([array.ravel() for array in arrays]))


def _links(found: Sequence[dict[str, Any]], student: Student) -> Iterator[Mistake]:
    """What the two networks have in common afterwards, and what the optimizer still knows."""
    whole = call("apparatus.soft_update", *MIXES[0][:2], [1.0])
    (copied,), _ = student.with_apparatus("DQN", [whole])
    shared = copied.error is None and copied.value["shared"]
    if shared or any(one["shared"] for one in found):
        yield MISTAKES.tensors_shared
    elif not all(one["in_place"] for one in found):
        yield MISTAKES.network_replaced
    elif not all(one["trainable"] for one in found):
        yield MISTAKES.parameters_frozen


def compute(
    mine: list[np.ndarray],
    theirs: list[np.ndarray],
    tau: float,
    mix: Callable[..., np.ndarray],
    changed: Callable[[int, tuple[int, ...]], bool],
    who: tuple[bool, bool],
) -> np.ndarray:
    """Every weight of both agents after an update, as a rule gives them."""
    pairs = list(zip(mine, theirs, strict=True))
    own = [
        mix(one, other, tau) if who[0] and changed(place, one.shape) else one
        for place, (one, other) in enumerate(pairs)
    ]
    others = [
        mix(other, one, tau) if who[1] and changed(place, one.shape) else other
        for place, (one, other) in enumerate(pairs)
    ]
    return np.concatenate([np.asarray(one, dtype=float).ravel() for one in (*own, *others)])
