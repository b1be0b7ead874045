"""Mistakes in epsilon_greedy_policy: a rule is a law of chance over what comes back.

A rule explains the draws when every count lies within exact binomial bounds and nothing came out
that the rule excludes.
"""

import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.chance import binomial_bounds
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    METHODS,
    RIGHT,
    combine,
    is_whole,
    modified,
    raised,
    told_by_exceptions,
)
from autograder.judging.student import Student, call
from autograder.student.wire import Discrete, Opaque

MISTAKES = load(__file__, COMMON)
ERROR = 1e-8  # of a right law refused, for each count
LOOSE = 1e-3  # the same, for a law that another one resembles: better unnamed than named falsely


@dataclass(frozen=True)
class Probe:
    """Many calls with the same arguments."""

    q_vals: tuple[float, ...]
    epsilon: float
    start: int = 0
    draws: int = 1000

    @property
    def n(self) -> int:
        """How many actions there are."""
        return len(self.q_vals)


# Over both vectors, the argmax, the argmin, the largest magnitude and a constant always differ.
FIRST = (0.25, -1.5, 2.5, -0.75)
SECOND = (-4.5, 1.25, 0.5, -0.25)
NEGATIVE = (-2.5, -4.25, -0.5, -1.5)
PROBES = (
    Probe(FIRST, 0.0),
    Probe(SECOND, 0.0, draws=60),
    Probe(NEGATIVE, 0.0, draws=20),
    Probe((2.0, 1.0), 0.0, draws=20),  # and two of one sign, that a comparison with 0 takes
    Probe((-1.0, -2.0), 0.0, draws=20),  # for the opposite of one another
    Probe(FIRST, 0.01),
    Probe(FIRST, 0.2),
    Probe(FIRST, 0.5),
    Probe(FIRST, 0.8),
    Probe(SECOND, 1.0),
    Probe((5.5, 0.5, 1.5), 1.0, start=5),
)


TEMPERATURES = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)  # that students divide Q-values by


def _softmax(q_vals, temperature=1.0):
    powers = np.exp((q_vals - np.max(q_vals)) / temperature)
    return powers / powers.sum()


# The action taken when the policy is greedy, or an array of the actions' probabilities.
GREEDY = (
    (RIGHT, np.argmax),
    (RIGHT, lambda q: int(q[1] > q[0])),  # the two actions of CartPole, written out
    (MISTAKES.argmin, np.argmin),
    (MISTAKES.largest_magnitude, lambda q: np.argmax(np.abs(q))),
    (MISTAKES.value_not_index, np.max),
    (MISTAKES.missing_return, lambda q: None),
    *((MISTAKES.softmax, functools.partial(_softmax, temperature=t)) for t in TEMPERATURES),
    (MISTAKES.softmax, lambda q: _softmax(-q)),
    (MISTAKES.maximum_from_zero, lambda q: np.argmax(q) if np.max(q) > 0 else 0),
    (MISTAKES.compared_with_zero, lambda q: int(q[1] > 0)),
    (MISTAKES.compared_with_zero, lambda q: int(q[0] < 0)),
    *((MISTAKES.constant_action, lambda q, index=index: index) for index in range(4)),
)
# The equally likely values of exploration, for a probe and the greedy action.
EXPLORED = (
    (RIGHT, lambda probe, greedy: range(probe.start, probe.start + probe.n)),
    (MISTAKES.last_action_never_explored, lambda probe, greedy: range(probe.n - 1)),
    (
        MISTAKES.last_action_never_explored,
        lambda probe, greedy: range(probe.start, probe.start + probe.n - 1),
    ),
    (MISTAKES.without_action_space, lambda probe, greedy: range(probe.n)),
    (MISTAKES.without_action_space, lambda probe, greedy: range(2)),
    (MISTAKES.outside_the_space, lambda probe, greedy: range(probe.n + 1)),
    (MISTAKES.outside_the_space, lambda probe, greedy: [probe.n]),
    (MISTAKES.outside_the_space, lambda probe, greedy: range(3)),
    (MISTAKES.outside_the_space, lambda probe, greedy: range(1, probe.n + 1)),
    (
        MISTAKES.outside_the_space,
        lambda probe, greedy: range(probe.start, probe.start + probe.n + 1),
    ),
    (
        MISTAKES.other_actions_only,
        lambda probe, greedy: set(range(probe.start, probe.start + probe.n)) - {greedy},
    ),
    (MISTAKES.other_actions_only, lambda probe, greedy: set(range(probe.n)) - {greedy}),
    (MISTAKES.value_drawn, lambda probe, greedy: probe.q_vals),
    (MISTAKES.missing_return, lambda probe, greedy: [None]),
    (MISTAKES.softmax_exploration, None),  # not equally likely: see `_explored`
)


def _as_seen(epsilon, everywhere, here):
    return here


# The probability of exploring, for an epsilon; `everywhere` and `here` are the shares of
# exploration seen over all the probes and in this one.
CHANCES = (
    (RIGHT, lambda epsilon, everywhere, here: epsilon),
    (MISTAKES.always_greedy, lambda epsilon, everywhere, here: 0.0),
    (MISTAKES.always_random, lambda epsilon, everywhere, here: 1.0),
    (MISTAKES.inverted_epsilon, lambda epsilon, everywhere, here: 1 - epsilon),
    (MISTAKES.normal_draw, lambda epsilon, everywhere, here: NormalDist().cdf(epsilon)),
    (MISTAKES.integer_draw, lambda epsilon, everywhere, here: 0.5 * (epsilon > 0)),
    (MISTAKES.integer_draw, lambda epsilon, everywhere, here: 1.0 * (epsilon > 0)),
    (MISTAKES.integer_draw, lambda epsilon, everywhere, here: 0.5 + 0.5 * (epsilon == 1)),
    *(
        (MISTAKES.no_draw, lambda epsilon, everywhere, here, limit=limit: 1.0 * (epsilon > limit))
        for limit in (0.1, 0.35, 0.65, 0.9)
    ),
    # an integer from 0 to 100 is one of 101
    (MISTAKES.altered_epsilon, lambda epsilon, everywhere, here: min(1, (100 * epsilon + 1) / 101)),
    (MISTAKES.fixed_epsilon, lambda epsilon, everywhere, here: everywhere),
    (MISTAKES.altered_epsilon, _as_seen),
)
# How an action is named: the index of its Q-value, or its label in the space.
LABELS = ((RIGHT, lambda action, start: action), (RIGHT, lambda action, start: start + action))
# The vaguest mistake comes last: any share of exploration fits it.
RULES = sorted(
    (
        rule
        for rule in combine(greedy=GREEDY, explored=EXPLORED, chance=CHANCES, label=LABELS)
        if not {MISTAKES.softmax_exploration, MISTAKES.altered_epsilon} <= set(rule.mistakes)
    ),
    key=lambda rule: rule.options["chance"] is _as_seen,
)
bounds = functools.cache(binomial_bounds)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain what came out of many calls."""
    calls = [
        (
            np.array(probe.q_vals),
            Discrete(len(probe.q_vals), start=probe.start),
            probe.epsilon,
        )
        for probe in PROBES
    ]
    steps = [
        call("epsilon_greedy_policy", *arguments, repeat=probe.draws)
        for arguments, probe in zip(calls, PROBES, strict=True)
    ]
    outcomes = student.script(steps, seed=950)
    if raised(outcomes, "axis 1 is out of bounds"):
        return [MISTAKES.batch_axis]
    answered = [i for i, outcome in enumerate(outcomes) if not outcome.error]
    if len(answered) < len(outcomes):
        return _when_it_raises(outcomes, answered)
    if modified(outcomes, calls, positions=[0]):
        return [MISTAKES.arguments_modified]  # what a call changes, the next ones receive: no law
    draws, unpacked = _unpacked([outcome.value for outcome in outcomes])
    if any(isinstance(one, Opaque) and one.type in METHODS for drawn in draws for one in drawn):
        return [MISTAKES.method_not_called]
    if all(_is_distribution(value) for drawn in draws for value in drawn):
        return [MISTAKES.distribution]
    if all(value is None for drawn in draws for value in drawn):
        return [MISTAKES.missing_return]
    found = _law(PROBES, draws)
    if found is None or {MISTAKES.altered_epsilon, MISTAKES.softmax} & set(found):
        found = _boltzmann(PROBES, draws) or found
    if found is None:
        return []
    if not found and not all(map(_independent, PROBES, draws)):
        return [MISTAKES.regular_exploration]
    return [*found, *_kind(found, draws), *unpacked]


def _unpacked(draws):
    """The draws, without what comes beside each action in a tuple, and the mistake if there is."""
    values = [value for drawn in draws for value in drawn]
    if values and all(
        isinstance(value, tuple) and len(value) > 1 and is_whole(value[0]) for value in values
    ):
        return [[value[0] for value in drawn] for drawn in draws], [MISTAKES.tuple_returned]
    return draws, []


def _when_it_raises(outcomes, answered):
    """Which branch raises, when what the other one gives is right."""
    told = told_by_exceptions(outcomes)
    if told:
        return told
    probes = [PROBES[i] for i in answered]
    draws, unpacked = _unpacked([outcomes[i].value for i in answered])
    if {probe.epsilon for probe in PROBES} - {probe.epsilon for probe in probes} == {0.0}:
        boltzmann = _boltzmann(probes, draws)
        if boltzmann:
            return boltzmann
    if probes and _law(probes, draws) == []:
        if unpacked:
            return unpacked
        if {probe.epsilon for probe in probes} == {1.0}:
            return [MISTAKES.greedy_raises]
        if {probe.epsilon for probe in probes} == {0.0}:
            return [MISTAKES.exploration_raises]
        return [MISTAKES.raises_sometimes]
    return []


def _law(probes, draws):
    """The mistakes of the simplest law that explains the draws, None when there is none."""
    counts = [Counter(map(_plain, drawn)) for drawn in draws]
    for rule in RULES:
        everywhere = _share(probes, counts, rule.options)
        if all(
            plausible(count, law(probe, rule.options, everywhere, count), probe.draws)
            for probe, count in zip(probes, counts, strict=True)
        ):
            return list(dict.fromkeys(rule.mistakes))
    return None


def _boltzmann(probes, draws):
    """The mistake of a softmax that takes the place of epsilon and of the best action.

    Its temperature is a constant, or epsilon: whatever it does then where epsilon is 0.
    """
    counts = [Counter(map(_plain, drawn)) for drawn in draws]
    for temperature in (*TEMPERATURES, None):
        warm = [
            (probe, temperature or probe.epsilon, count)
            for probe, count in zip(probes, counts, strict=True)
            if temperature or probe.epsilon > 0
        ]
        if warm and all(_is_boltzmann(*one) for one in warm):
            return [MISTAKES.softmax_for_epsilon]
    return []


def _is_boltzmann(probe, temperature, count):
    shares = _softmax(np.array(probe.q_vals), temperature)
    return plausible(count, dict(enumerate(shares.tolist())), probe.draws, LOOSE)


def _share(probes, counts, options):
    """The share of exploration seen in these probes, were it the same in all of them."""
    away = total = 0.0
    for probe, count in zip(probes, counts, strict=True):
        action = max(greedy(probe, options).items(), key=lambda item: item[1])[0]
        away += probe.draws - count[action]
        others = _explored(probe, options, action)
        total += probe.draws * sum(p for other, p in others.items() if other != action)
    return min(1.0, away / total) if total else 0.0


def law(probe: Probe, options: dict[str, Callable], everywhere: float, count: Counter) -> dict:
    """The probability of each value that a rule may return, given what was seen."""
    chosen = greedy(probe, options)
    action = max(chosen.items(), key=lambda item: item[1])[0]
    explores = options["chance"](probe.epsilon, everywhere, _share([probe], [count], options))
    probabilities = Counter({value: (1 - explores) * p for value, p in chosen.items()})
    for other, p in _explored(probe, options, action).items():
        probabilities[other] += explores * p
    return {value: p for value, p in probabilities.items() if p > 0}


def _explored(probe, options, action):
    """The probability of each action where a rule explores; action: the greedy one."""
    if options["explored"] is None:
        return dict(enumerate(_softmax(np.array(probe.q_vals)).tolist()))
    others = list(options["explored"](probe, action))
    return {other: others.count(other) / len(others) for other in others}


def greedy(probe: Probe, options: dict[str, Callable]) -> dict:
    """The probability of each action where a rule does not explore."""
    action = options["greedy"](np.array(probe.q_vals))
    if np.ndim(action):
        return dict(enumerate(action.tolist()))
    action = _plain(action)
    return {action if action is None else options["label"](action, probe.start): 1.0}


def plausible(count: Counter, probabilities: dict, draws: int, error: float = ERROR) -> bool:
    """Whether these counts may come from this law."""
    if set(count) - set(probabilities):
        return False
    return all(
        low <= count[value] <= high
        for value, probability in probabilities.items()
        for low, high in [bounds(draws, min(probability, 1.0), error)]
    )


def _plain(value):
    """A drawn value as a number, None as it is, anything else as a text that no law gives."""
    array = as_array(value)
    if array is not None and array.size == 1:
        return array.item()
    return None if value is None else type(value).__name__


def _is_distribution(value):
    array = as_array(value)
    return array is not None and array.ndim == 1 and array.size > 1 and np.isclose(array.sum(), 1)


def _independent(probe, drawn):
    """Whether leaving the greedy action is as likely after having left it, for the right law."""
    actions = [_plain(value) for value in drawn]
    ((greedy_action, _),) = Counter(actions).most_common(1)
    away = np.array([action != greedy_action for action in actions])
    chance = probe.epsilon * (1 - 1 / len(probe.q_vals))
    pairs = away.reshape(-1, 2).all(axis=1)
    low, high = bounds(len(pairs), chance**2, ERROR)
    return probe.epsilon == 1 or low <= pairs.sum() <= high


def _kind(found, draws):
    """Whether an action is in an array, or a float although it is not a Q-value."""
    values = [value for drawn in draws for value in drawn if value is not None]
    if any(as_array(value).ndim > 0 for value in values):
        return [MISTAKES.array_action]
    if {MISTAKES.value_not_index, MISTAKES.value_drawn} & set(found) or all(map(is_whole, values)):
        return []
    logical = all(is_whole(value) or as_array(value).dtype.kind == "b" for value in values)
    return [MISTAKES.boolean_action if logical else MISTAKES.float_action]
