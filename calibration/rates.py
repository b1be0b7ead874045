"""Mesure à quel taux les tests cachés refusent une réponse juste, et en écrit le tableau.

    python calibration/rates.py [--essais 1000] [--tout] [--check]

Chaque essai donne d'autres nombres à tous les générateurs d'une réponse juste, puis de réponses
fausses, et appelle le test caché lui-même. Sans --tout, seul est mesuré ce qui ne l'a pas été avec
les seuils actuels.
"""

import argparse
import functools
import json
import math
import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import torch
from families import Chance, scientific
from laws import rate
from local_student import HiddenTests, LocalStudent
from rich.progress import track

from autograder.catalogue import ASSIGNMENTS, HOME_OF
from autograder.declarations import declaration
from autograder.judging import runner
from autograder.judging.assertions import CheckError
from autograder.paths import ROOT
from autograder.typography import unbreakable

DATA = ROOT / "calibration" / "rates.json"
DOCUMENT = ROOT / "docs" / "justesse.md"
BEGIN, END = "<!-- taux : début -->", "<!-- taux : fin -->"
CHANCES = tuple(
    Chance(exercise, declared) for exercise in HOME_OF for declared in declaration(exercise).chance
)
BY_KEY = {chance.key: chance for chance in CHANCES}
# The assignments in which something is left to chance.
MEASURED = tuple(
    assignment.name
    for assignment in ASSIGNMENTS.values()
    if any(declaration(exercise).chance for exercise in assignment.exercises)
)


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
    data["tests"] = {chance.key: data["tests"][chance.key] for chance in CHANCES}
    data["assignments"] = {name: data["assignments"].get(name, {"trials": 0}) for name in MEASURED}
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
    law = chance.law()
    return {
        "exercise": chance.exercise,
        "test": chance.declared.test,
        "drawn": chance.declared.drawn,
        "threshold": law.threshold,
        "bound": rounded(law.refused),
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


def write(data: dict) -> None:
    DATA.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def nothing() -> dict:
    return {"tests": {}, "assignments": {name: {"trials": 0} for name in MEASURED}}


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
    return unbreakable("\n".join("| " + " | ".join(line) + " |" for line in lines))


def row(test: dict) -> list[str]:
    return [
        f"`{test['exercise']}` : {title(test)}",
        test["drawn"],
        test["threshold"],
        scientific(test["bound"]),
        " ; ".join(map(shown_rate, test["right"])),
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


def bound(name: str, data: dict) -> float:
    """Bounds the refusals of a right submission."""
    exercises = ASSIGNMENTS[name].exercises
    tests = [one for one in data["tests"].values() if one["exercise"] in exercises]
    return sum(one["bound"] for one in tests)


def total(name: str, data: dict) -> list[str]:
    measured = shown_rate(data["assignments"][name])
    allowed = f"**{scientific(bound(name, data))}**"
    return [f"**`{name}`, tous les tests ensemble**", "", "", allowed, measured, ""]


def problems(data: dict, document: str) -> list[str]:
    """What is stale in the data and in the document; empty when nothing is."""
    kept = data["tests"]
    now = {chance.key: known(chance) for chance in CHANCES}
    stale = [key for key, row in now.items() if not row.items() <= kept.get(key, {}).items()]
    gone = [key for key in kept if key not in now]
    gone += set(MEASURED) ^ set(data["assignments"])
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
