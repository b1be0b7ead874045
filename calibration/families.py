"""The families of chance that a hidden test may be subject to: what bounds its refusals, and why.

An exercise declares which one a test belongs to; the law is found from the numbers that the test
itself uses.
"""

import importlib
import itertools
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from unittest import mock

from laws import outside, unseen
from local_student import HiddenTests, LocalStudent, hidden_module
from scipy.stats import binom, chi2, norm

from autograder.declarations import Chance as Declared
from autograder.declarations import Environment, loop_of
from autograder.judging.chance import binomial_bounds
from autograder.proof.bank import variant
from autograder.training import properties
from autograder.training.episodes import (
    POLICY_SCRIPT,
    REPLAY_SCRIPT,
    REPLAYED,
    SCRIPT,
    SCRIPTED,
    Script,
)

FIRST_LINE = re.compile(r'"""(?:Juste|Faux) : (.+?)\.?"""')


@dataclass(frozen=True)
class Law:
    """The threshold of a test, in French, and what bounds its refusals of a right answer."""

    threshold: str
    refused: float


@dataclass(frozen=True)
class Chance:
    """A chance that an exercise declares, with its answers."""

    exercise: str
    declared: Declared

    @property
    def key(self) -> str:
        return f"{self.exercise}.{self.declared.test}{self.declared.case}"

    @property
    def right(self) -> str:
        """The right answer that is tried, "" for the reference."""
        if self.declared.right:
            return variant(f"{self.exercise}/right/{self.declared.right}")
        return self.declared.source

    @property
    def wrong(self) -> dict[str, str]:
        """The wrong answers that are tried, by their French names."""
        sources = [variant(f"{self.exercise}/wrong/{name}") for name in self.declared.wrong]
        named = {title_of(source): source for source in sources}
        return named | {
            name: self._changed(before, after)
            for name, (before, after) in self.declared.changed.items()
        }

    def _changed(self, before, after):
        if self.right.count(before) != 1:
            raise ValueError(f"{self.key} : « {before} » n'est pas une fois dans la réponse.")
        return self.right.replace(before, after)

    def law(self) -> Law:
        return FAMILIES[self.declared.family].law(self)

    def check(self, trial: int, wrong: str | None = None) -> LocalStudent:
        """Raise when the test refuses the right answer, or a wrong one, with a trial's draws."""
        source = self.right if wrong is None else self.wrong[wrong]
        student = LocalStudent(self.exercise, source, trial)
        tests = HiddenTests(self.exercise, student)
        judge = FAMILIES[self.declared.family].judge
        if judge is None:
            tests.run(self.declared.test)
        else:
            judge(self, tests)
        return student


@dataclass(frozen=True)
class Family:
    """law(chance) bounds the refusals; judge(chance, tests) is the part where chance is.

    By default, the test itself is judged.
    """

    law: Callable[[Chance], Law]
    judge: Callable[[Chance, HiddenTests], None] | None = None


# --- an answer that draws -------------------------------------------------------------------------


def without_chance(chance: Chance) -> Law:
    return Law("aucun élément deux fois", 0.0)


def counts(chance: Chance) -> Law:
    """Every count that the test judges stays within the bounds that the test asks for."""
    asked = bounds_asked(chance)
    (error,) = {error for _, _, error in asked}
    return Law(
        f"{len(asked)} décomptes, chacun dans ses bornes binomiales à {scientific(error)}",
        sum(outside(*binomial_bounds(*one), *one[:2]) for one in asked),
    )


def bounds_asked(chance: Chance) -> list[tuple]:
    """The arguments of each call to binomial_bounds."""
    module = hidden_module(chance.exercise)
    with mock.patch.object(module, "binomial_bounds", wraps=binomial_bounds) as bounds:
        chance.check(0)
    return [one.args for one in bounds.call_args_list]


def actions_seen(chance: Chance) -> Law:
    """Each of two actions comes out."""
    draws = max(step.get("repeat") or 0 for step in chance.check(0).steps)
    return Law(f"les 2 actions en {draws} tirages", unseen(2, 1 / 2, draws))


def even_batches(chance: Chance) -> Law:
    """Each of twenty elements comes out as often as it should, and each pair once at least."""
    ((batches, share, error),) = bounds_asked(chance)
    low, high = binomial_bounds(batches, share, error)
    pairs = math.comb(20, 2)
    return Law(
        f"chaque élément {low} à {high} fois en {batches} lots, et les {pairs} paires",
        20 * outside(low, high, batches, share) + unseen(pairs, math.comb(5, 2) / pairs, batches),
    )


# --- a loop that draws otherwise than its reference -----------------------------------------------


def normal_numbers(chance: Chance) -> Law:
    """The mean of numbers drawn from N(0, 1); then their variance, a chi-square law."""
    loop = loop_module(chance)
    numbers = environment(chance).observations * loop.INITIAL_SEEDS
    least, most = loop.LEAST_DEVIATION, loop.MOST_DEVIATION
    mean = 2 * norm.sf(loop.MEAN * math.sqrt(numbers))
    below = chi2.cdf(numbers * least**2, numbers - 1)
    above = chi2.sf(numbers * most**2, numbers - 1)
    bounds = [french(bound) for bound in (loop.MEAN, least, most)]
    shown = "moyenne ± {} ; écart type de {} à {}".format(*bounds)
    return Law(shown, mean + below + above)


def judge_start(chance: Chance, tests: HiddenTests) -> None:
    """Of an answer that does not learn, only the weights at the start are looked at."""
    loop = SimpleNamespace(student=tests.given("student"), parts=())
    loop_module(chance).check_initial_theta(loop)


def title_of(source: str) -> str:
    """What an answer of the bank says of itself; ValueError when it says nothing."""
    found = FIRST_LINE.match(source)
    if found is None:
        raise ValueError(f"une réponse sans titre : « {source[:40]} »")
    return found[1]


def loop_module(chance: Chance) -> ModuleType:
    return importlib.import_module(f"autograder.exercises.{chance.exercise}.loop")


def environment(chance: Chance) -> Environment:
    return loop_of(chance.exercise).environment


def other_openings(chance: Chance) -> Law:
    """The first sixteen actions of three trajectories are not all those of the first one."""
    share = 1 / environment(chance).actions
    return Law("pas quatre fois les mêmes 16 premières actions", share ** (3 * 16))


def seen_to_explore(chance: Chance) -> Law:
    """How many actions are not greedy: many of the first episode's, few or many of the later ones,
    for each of two Q-functions.
    """
    first, *later = episode_lengths(POLICY_SCRIPT)
    most, all_later = properties.MOST_EXPLORED, sum(later)
    other = 1 - 1 / environment(chance).actions  # the share of the random actions not greedy
    options = properties.EXPLOITS, properties.EXPLORES
    few, many = ([max(one["epsilon_decay"], one["epsilon_min"]) * other] for one in options)
    few += [properties.EXPLOITS["epsilon_min"] * other]
    low = most * all_later
    return Law(
        f"{int(most * first)} actions non gloutonnes au plus sur {first}, et {int(low)} sur"
        f" {all_later}, ou davantage",
        binom.cdf(most * first, first, other)
        + more_than(low, [(later[0], few[0]), (all_later - later[0], few[1])])
        + 2 * binom.cdf(low, all_later, many[0]),
    )


def more_than(most: float, drawn: list[tuple[int, float]]) -> float:
    """The probability that the sum of two binomial numbers (n, p) exceeds `most`."""
    (n, p), other = drawn
    return sum(binom.pmf(k, n, p) * binom.sf(most - k, *other) for k in range(n + 1))


def episode_lengths(script: Script) -> list[int]:
    """Of the episodes that a training function plays when its calls are recorded."""
    lengths = itertools.cycle(script.lengths)
    return list(itertools.islice(lengths, SCRIPTED["n_trajectories"]))


def not_the_same(kwargs: Mapping[str, int], steps: int) -> Law:
    """The batches out of a full memory, equally likely, are not all made of the same places."""
    draws = steps - kwargs["buffer_size"] + 1
    batches = math.comb(kwargs["buffer_size"], kwargs["batch_size"])
    return Law(f"deux lots différents sur {draws}", batches ** (1.0 - draws))


def judged_by(check: Callable) -> Callable[[Chance, HiddenTests], None]:
    return lambda chance, tests: check(tests.given("loop"))


FAMILIES = {
    "none": Family(without_chance),
    "counts": Family(counts),
    "every_action": Family(actions_seen),
    "even_batches": Family(even_batches),
    "normal_start": Family(normal_numbers, judge_start),
    "openings": Family(other_openings),
    # a training function that chooses its actions itself
    "own_policy": Family(seen_to_explore, judged_by(properties.check_replayed_policy)),
    # one that draws its batches itself, and calls other functions
    "own_batches": Family(
        lambda _: not_the_same(SCRIPTED, sum(episode_lengths(SCRIPT))),
        judged_by(properties.check_random_batches),
    ),
    # one that calls none of the functions that would be recorded
    "unseen_batches": Family(
        lambda _: not_the_same(REPLAYED, sum(REPLAY_SCRIPT.lengths)),
        judged_by(properties.check_replayed_updates),
    ),
}


# --- numbers in French ----------------------------------------------------------------------------


def scientific(probability: float) -> str:
    """For instance "3,5 · 10⁻¹⁰"."""
    if probability == 0:
        return "0"
    mantissa, exponent = f"{probability:.1e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{french(mantissa)} · 10{raised}"


def french(number: float | str) -> str:
    return str(number).replace(".", ",")
