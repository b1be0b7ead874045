"""Mesure à quel taux les tests cachés refusent une réponse juste, et en écrit le tableau.

    python calibration/rates.py [--essais 1000] [--tout] [--check]

Chaque essai donne d'autres nombres à tous les générateurs d'une réponse juste, puis de réponses
fausses, et appelle le test caché lui-même. Les vrais entraînements sont ceux que
linear_return.py et dqn_return.py ont gardés. Sans --tout, seul est mesuré ce qui ne l'a
pas été avec les seuils actuels.
"""

import argparse
import functools
import itertools
import json
import math
import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist
from types import SimpleNamespace
from unittest import mock

import dqn_return
import linear_return
import torch
from laws import chi_square_above, outside, rate, unseen
from local_student import HiddenTests, LocalStudent, hidden_module
from rich.progress import track
from trainings import RIGHT, LastResort

from autograder.catalogue import ASSIGNMENTS
from autograder.exercises.batch_linear_q import loop as linear_loop
from autograder.judging import runner
from autograder.judging.assertions import CheckError
from autograder.judging.fairness import binomial_bounds
from autograder.paths import ROOT
from autograder.proof.bank import variant
from autograder.training import properties
from autograder.training.episodes import (
    POLICY_SCRIPT,
    REPLAY_SCRIPT,
    REPLAYED,
    SCRIPT,
    SCRIPTED,
)

DATA = ROOT / "calibration" / "rates.json"
DOCUMENT = ROOT / "docs" / "justesse.md"
BEGIN, END = "<!-- taux : début -->", "<!-- taux : fin -->"
FIRST_LINE = re.compile(r'"""(?:Juste|Faux) : (.+?)\.?"""')


@dataclass(frozen=True)
class Law:
    """The threshold of a test, in French, and what bounds its refusals of a right answer."""

    threshold: str
    refused: float


@dataclass(frozen=True)
class Chance:
    """A hidden test whose verdict on a right answer depends on what is `drawn`.

    law(chance): found from the numbers that the test itself uses.
    wrong: French names of mistakes, and answers that make them.
    right: the answer that is tried, "" for the reference.
    judge: the part of the test where chance is; the test itself by default.
    case: tells two rows of one test apart.
    """

    exercise: str
    test: str
    drawn: str
    law: Callable[["Chance"], Law]
    wrong: dict[str, str]
    right: str = ""
    judge: Callable[[HiddenTests], None] | None = None
    case: str = ""

    @property
    def key(self) -> str:
        return f"{self.exercise}.{self.test}{self.case}"

    def check(self, trial: int, wrong: str | None = None) -> LocalStudent:
        """Raise when the test refuses the right answer, or a wrong one, with a trial's draws."""
        source = self.right if wrong is None else self.wrong[wrong]
        student = LocalStudent(self.exercise, source, trial)
        tests = HiddenTests(self.exercise, student)
        if self.judge is None:
            tests.run(self.test)
        else:
            self.judge(tests)
        return student


def mistakes(exercise: str, *names: str) -> dict[str, str]:
    """Wrong answers of the bank, by what they say of themselves."""
    sources = [variant(f"{exercise}/wrong/{name}") for name in names]
    return {FIRST_LINE.match(source)[1]: source for source in sources}


# --- the laws -------------------------------------------------------------------------------------


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
    """Each of three actions comes out."""
    draws = max(step.get("repeat") or 0 for step in chance.check(0).steps)
    return Law(f"les 3 actions en {draws} tirages", unseen(3, 1 / 3, draws))


def even_batches(chance: Chance) -> Law:
    """Each of twenty elements comes out as often as it should, and each pair once at least."""
    ((batches, share, error),) = bounds_asked(chance)
    low, high = binomial_bounds(batches, share, error)
    pairs = math.comb(20, 2)
    return Law(
        f"chaque élément {low} à {high} fois en {batches} lots, et les {pairs} paires",
        20 * outside(low, high, batches, share) + unseen(pairs, math.comb(5, 2) / pairs, batches),
    )


def normal_numbers(chance: Chance) -> Law:
    """The mean of numbers drawn from N(0, 1); then their variance, a chi-square law."""
    numbers = 4 * linear_loop.INITIAL_SEEDS
    least, most = linear_loop.LEAST_DEVIATION, linear_loop.MOST_DEVIATION
    mean = 2 * NormalDist().cdf(-linear_loop.MEAN * math.sqrt(numbers))
    below = 1 - chi_square_above(numbers * least**2, numbers - 1)
    above = chi_square_above(numbers * most**2, numbers - 1)
    bounds = [french(bound) for bound in (linear_loop.MEAN, least, most)]
    shown = "moyenne ± {} ; écart type de {} à {}".format(*bounds)
    return Law(shown, mean + below + above)


def draws_theta(law: str) -> str:
    """A batch_linear_q that does not learn: only its theta at the start is looked at."""
    return f"def batch_linear_q(seed, **others):\n    return np.random.default_rng(seed).{law}"


def judge_theta(tests: HiddenTests) -> None:
    linear_loop.check_initial_theta(SimpleNamespace(student=tests.given("student")))


def seeded(exercise: str, *wrong: str) -> Chance:
    return Chance(
        exercise,
        "test_seed",
        drawn="les actions, au hasard dans quatre trajectoires",
        law=other_openings,
        wrong=mistakes(exercise, *wrong),
    )


def other_openings(chance: Chance) -> Law:
    """The first sixteen actions of three trajectories are not all those of the first one."""
    return Law("pas quatre fois les mêmes 16 premières actions", 0.5 ** (3 * 16))


def own_policy(exercise: str, *wrong: str) -> Chance:
    """The row of a training function that chooses its actions itself."""
    return Chance(
        exercise,
        "test_epsilon",
        drawn="les actions, d'une boucle qui les choisit sans la politique",
        law=some_not_greedy,
        judge=lambda tests: properties.check_replayed_policy(tests.given("loop")),
        right=variant(f"{exercise}/right/all_inlined_own_generator"),
        wrong=mistakes(exercise, *wrong),
    )


def some_not_greedy(chance: Chance) -> Law:
    """With two actions: of the first episode's, then of all the later ones, for each of two phi."""
    first, *later = episode_lengths(POLICY_SCRIPT)
    return Law(
        f"une action non gloutonne sur {first}, puis sur {sum(later)}",
        0.5**first + 2 * 0.5 ** sum(later),
    )


def episode_lengths(script: list[dict]) -> list[int]:
    """Of the episodes that a training function plays when its calls are recorded."""
    lengths = itertools.cycle(len(episode["rewards"]) for episode in script)
    return list(itertools.islice(lengths, SCRIPTED["n_trajectories"]))


def own_batches(exercise: str, right: str, drawn: str) -> Chance:
    """The row of a training function that draws its batches itself, and calls other functions.

    drawn: how it draws their places; the wrong answer takes the latest transitions instead.
    """
    source = variant(f"{exercise}/right/{right}")
    latest = source.replace(drawn, f"np.arange(-{SCRIPTED['batch_size']}, 0)")
    return Chance(
        exercise,
        "test_updates",
        drawn="les lots, d'une boucle qui les tire sans get_batch",
        law=lambda _: not_the_same(SCRIPTED, sum(episode_lengths(SCRIPT))),
        judge=lambda tests: properties.check_random_batches(tests.given("loop")),
        right=source,
        wrong={"le lot est fait des dernières transitions": latest},
    )


def unseen_batches(exercise: str, *wrong: str) -> Chance:
    """The row of a training function that calls none of the functions that would be recorded."""
    steps = sum(len(episode["rewards"]) for episode in REPLAY_SCRIPT)
    return Chance(
        exercise,
        "test_updates",
        drawn="les lots, d'une boucle qui n'appelle aucune autre fonction",
        law=lambda _: not_the_same(REPLAYED, steps),
        judge=lambda tests: properties.check_replayed_updates(tests.given("loop")),
        right=variant(f"{exercise}/right/all_inlined_own_generator"),
        wrong=mistakes(exercise, *wrong),
        case=".replayed",
    )


def not_the_same(kwargs: dict, steps: int) -> Law:
    """The batches out of a full memory, equally likely, are not all made of the same places."""
    draws = steps - kwargs["buffer_size"] + 1
    batches = math.comb(kwargs["buffer_size"], kwargs["batch_size"])
    return Law(f"deux lots différents sur {draws}", batches ** (1.0 - draws))


CHANCES = (
    Chance(
        "epsilon_greedy_policy",
        "test_exploration",
        drawn="les actions explorées",
        law=actions_seen,
        wrong=mistakes(
            "epsilon_greedy_policy", "last_action_never_explored", "without_action_space"
        ),
    ),
    Chance(
        "epsilon_greedy_policy",
        "test_frequency",
        drawn="explorer ou non, à chaque appel",
        law=counts,
        wrong=mistakes(
            "epsilon_greedy_policy", "fixed_epsilon", "inverted_epsilon", "other_actions_only"
        ),
    ),
    Chance(
        "ReplayBuffer",
        "test_distinct_elements",
        drawn="les lots",
        law=without_chance,
        wrong=mistakes("ReplayBuffer", "with_replacement", "randint_indices"),
    ),
    Chance(
        "ReplayBuffer",
        "test_random_batches",
        drawn="les lots",
        law=even_batches,
        wrong=mistakes("ReplayBuffer", "last_elements", "random_slice"),
    ),
    Chance(
        "batch_linear_q",
        "test_initial_theta",
        drawn="theta, s'il n'est pas tiré comme dans la solution",
        law=normal_numbers,
        judge=judge_theta,
        right=draws_theta("normal(size=4)"),
        wrong={
            "une loi uniforme entre 0 et 1": draws_theta("random(size=4)"),
            "une loi uniforme entre -1 et 1": draws_theta("uniform(-1, 1, size=4)"),
            "un écart type de 0,1": draws_theta("normal(0, 0.1, size=4)"),
        },
    ),
    seeded("batch_linear_q", "seed_each_trajectory", "no_seed"),
    own_policy("batch_linear_q", "no_decay", "epsilon_starts_at_minimum"),
    own_batches(
        "batch_linear_q",
        "deque_and_indices",
        "np.random.choice(len(replay), size=batch_size, replace=False)",
    ),
    unseen_batches("batch_linear_q", "last_transitions", "no_update"),
    seeded("deep_q_learning", "no_seed", "fixed_seed"),
    own_policy("deep_q_learning", "no_decay", "greedy_only"),
    own_batches(
        "deep_q_learning",
        "own_indices",
        "rng.choice(len(buffer.data), size=size, replace=False)",
    ),
    unseen_batches("deep_q_learning", "no_update", "evaluated_not_trained"),
)
BY_KEY = {chance.key: chance for chance in CHANCES}
LAST_RESORTS = (linear_return.LAST_RESORT, dqn_return.LAST_RESORT)


# --- measuring ------------------------------------------------------------------------------------


def refused(key: str, wrong: str | None, trial: int) -> bool:
    """Whether a test refuses its right answer, or a wrong one."""
    try:
        BY_KEY[key].check(trial, wrong)
    except CheckError:
        return True
    return False


def any_refused(assignment: str, trial: int) -> bool:
    """Whether any hidden test of an assignment refuses a reference."""
    exercises = ASSIGNMENTS[assignment].exercises
    return any(HiddenTests(one, LocalStudent(one, "", trial)).refusals() for one in exercises)


def count(judge: Callable[[int], bool], trials: int, shown: str) -> dict[str, int]:
    """How many trials are refused, over all the cores."""
    with ProcessPoolExecutor(initializer=torch.set_num_threads, initargs=(1,)) as pool:
        verdicts = pool.map(judge, range(trials), chunksize=max(1, trials // 100))
        return counts_of(sum(track(verdicts, shown, trials, transient=True)), trials)


def counts_of(refusals: int, trials: int) -> dict[str, int]:
    return {"refused": refusals, "trials": trials}


def measure(data: dict, trials: int) -> None:
    """Measure what the data do not hold yet, write it as it comes, and forget what is gone."""
    for chance in CHANCES:
        if not holds(data["tests"].get(chance.key), chance, trials):
            data["tests"][chance.key] = known(chance) | counted(chance, trials)
            write(data)
    rows = {chance.key: data["tests"][chance.key] for chance in CHANCES}
    for resort in LAST_RESORTS:
        resort.measure(RIGHT, resort.seeds)
        rows[f"{resort.exercise}.learns"] = known_last(resort) | failures(resort)
    data["tests"] = rows
    for name, kept in data["assignments"].items():
        if kept["trials"] < trials:
            judge = functools.partial(any_refused, name)
            data["assignments"][name] = count(judge, trials, name)
            write(data)


def holds(row: dict | None, chance: Chance, trials: int) -> bool:
    """Whether a row was measured with the thresholds, the answers and the trials of now."""
    return (
        row is not None
        and known(chance).items() <= row.items()
        and set(row["wrong"]) == set(chance.wrong)
        and row["right"][0]["trials"] >= trials
    )


def known(chance: Chance) -> dict:
    """What is known of a test before any measure."""
    law = chance.law(chance)
    return {
        "exercise": chance.exercise,
        "test": chance.test,
        "drawn": chance.drawn,
        "threshold": law.threshold,
        "bound": rounded(law.refused),
        "last_resort": False,
    }


def rounded(probability: float) -> float:
    """To three digits: the others change from one machine to another."""
    return float(f"{probability:.2e}")


def counted(chance: Chance, trials: int) -> dict:
    """How often the test refuses the right answer and, with fewer trials, each wrong one."""

    def counts(wrong, trials):
        return [count(functools.partial(refused, chance.key, wrong), trials, chance.key)]

    return {
        "right": counts(None, trials),
        "wrong": {one: counts(one, math.ceil(trials / 10)) for one in chance.wrong},
    }


def known_last(resort: LastResort) -> dict:
    """The same for a test that trains: its bound comes from the trainings that were kept."""
    (needed,) = {one.needed for one in resort.trainings}
    tries = len(resort.trainings) * resort.tries
    return {
        "exercise": resort.exercise,
        "test": "test_updates",
        "drawn": "un vrai entraînement, en dernier recours",
        "threshold": f"un rendement de {needed} au moins, au mieux de {tries}",
        "bound": rounded(resort.bound()),
        "last_resort": True,
    }


def failures(resort: LastResort) -> dict:
    """How many trainings fail, for the right answer and for the wrong ones that were trained."""
    found = {
        name: [counts_of(*training.failures(name)) for training in resort.trainings]
        for name in resort.variants
    }
    right = found.pop(RIGHT)
    wrong = {resort.variants[name]: counts for name, counts in found.items() if counts[0]["trials"]}
    return {"right": right, "wrong": wrong}


def write(data: dict) -> None:
    DATA.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def nothing() -> dict:
    return {"tests": {}, "assignments": {name: {"trials": 0} for name in ASSIGNMENTS}}


def read() -> dict:
    return json.loads(DATA.read_text(encoding="utf-8"))


# --- the table ------------------------------------------------------------------------------------

HEAD = (
    "test",
    "hasard",
    "seuil",
    "faux refus, au plus",
    "faux refus mesurés",
    "ce qui est refusé",
)


def table(data: dict) -> str:
    """The Markdown table of the rates."""
    lines = [HEAD, ["---"] * len(HEAD)]
    lines += map(row, data["tests"].values())
    lines += (total(name, data) for name in data["assignments"])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def row(test: dict) -> list[str]:
    each = " par entraînement" if test["last_resort"] else ""
    return [
        f"`{test['exercise']}` : {title(test)}",
        test["drawn"],
        test["threshold"],
        scientific(test["bound"]),
        " ; ".join(map(shown_rate, test["right"])) + each,
        " ; ".join(f"{what} : {shares(counts)}" for what, counts in test["wrong"].items()),
    ]


def title(test: dict) -> str:
    """How the report to the student names a hidden test."""
    (found,) = [one for one in runner.collect(test["exercise"]) if one.name == test["test"]]
    return found.title.rstrip(".")


def shown_rate(counts: dict) -> str:
    return rate(counts["refused"], counts["trials"])


def shares(counts: list[dict]) -> str:
    return ", ".join(f"{one['refused']}/{one['trials']}" for one in counts)


def bounds(name: str, data: dict) -> tuple[float, float]:
    """Bounds the refusals of a right submission: without the last resorts, and with them."""
    exercises = ASSIGNMENTS[name].exercises
    tests = [one for one in data["tests"].values() if one["exercise"] in exercises]
    return (
        sum(one["bound"] for one in tests if not one["last_resort"]),
        sum(one["bound"] for one in tests),
    )


def total(name: str, data: dict) -> list[str]:
    usual, last = map(scientific, bounds(name, data))
    measured = shown_rate(data["assignments"][name])
    bound = f"**{usual}** ; avec le dernier recours, **{last}**"
    return [f"**`{name}`, tous les tests ensemble**", "", "", bound, measured, ""]


def scientific(probability: float) -> str:
    """For instance "3,5 · 10⁻¹⁰"."""
    if probability == 0:
        return "0"
    mantissa, exponent = f"{probability:.1e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{french(mantissa)} · 10{raised}"


def french(number: float | str) -> str:
    return str(number).replace(".", ",")


def problems(data: dict, document: str) -> list[str]:
    """What is stale in the data and in the document; empty when nothing is."""
    kept = data["tests"]
    now = {chance.key: known(chance) for chance in CHANCES}
    now |= {f"{resort.exercise}.learns": known_last(resort) for resort in LAST_RESORTS}
    stale = [key for key, row in now.items() if not row.items() <= kept.get(key, {}).items()]
    gone = [key for key in kept if key not in now]
    found = [f"{DATA.name} : {key} n'est plus à jour" for key in stale + gone]
    if with_table(document, data) != document:
        found.append(f"{DOCUMENT.name} : le tableau n'est plus celui de {DATA.name}")
    return found


def with_table(document: str, data: dict) -> str:
    """The document with this table between its markers."""
    between = re.compile(f"{BEGIN}.*{END}", re.DOTALL)
    if not between.search(document):
        raise SystemExit(f"{DOCUMENT} : il manque les repères {BEGIN} et {END}.")
    return between.sub(lambda _: f"{BEGIN}\n\n{table(data)}\n\n{END}", document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--essais", type=int, default=1000, help="pour chaque réponse juste")
    parser.add_argument("--tout", action="store_true", help="mesure de nouveau tous les tests")
    parser.add_argument(
        "--check", action="store_true", help="échoue si le tableau n'est pas à jour"
    )
    options = parser.parse_args()
    document = DOCUMENT.read_text(encoding="utf-8")
    if options.check:
        sys.exit("\n".join(problems(read(), document)) or 0)
    data = nothing() if options.tout or not DATA.exists() else read()
    measure(data, options.essais)
    write(data)
    DOCUMENT.write_text(with_table(document, data), encoding="utf-8")
    print(table(data))


if __name__ == "__main__":
    main()
