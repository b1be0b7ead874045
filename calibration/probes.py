"""Measure the probes: whether they refuse a right loop, and which wrong loops they see.

    python calibration/probes.py [--seeds 100] [--right 3] [--minutes 20] [EXERCISE…]

The reference is probed with each seed, every right answer of the bank with a few, every wrong one
with one. What is already recorded is kept: a measure that was stopped goes on where it was.
"""

import argparse
import contextlib
import importlib
import io
import itertools
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

import recorded_measures

from autograder.catalogue import HOME_OF
from autograder.paths import ROOT
from autograder.proof.bank import variants
from autograder.submission.fill import references

sys.path.insert(0, str(ROOT / "aides"))
import sondes  # what students import
from cartes import NON

NAME = "probes"
FAMILIES = {
    "batch_linear_q": sondes.LINEAIRE,
    "deep_q_learning": sondes.RESEAU,
    "train_dqn": sondes.CIBLE,
}
PATIENCE = 40  # seconds a probe; a loop that never ends is seen too


class NeverEndsError(Exception):
    """A probe took more than PATIENCE seconds."""


def seen_by(exercise: str, source: str, seed: int) -> list[str]:
    """The names of the probes that an answer misses; "" stands for the reference."""
    with quiet():
        loop = notebook(exercise, source)[exercise]
        return [probe.nom for probe in sondes.SONDES if _misses(loop, exercise, probe, seed)]


def notebook(exercise: str, source: str) -> dict[str, Any]:
    """What a notebook defines: what the references import, the references, then an answer."""
    assignment = HOME_OF[exercise]
    names: dict[str, Any] = {}
    for one in assignment.exercises:
        names |= vars(importlib.import_module(f"solutions.{one}"))
    exec("\n\n".join(references(assignment).values()), names)
    exec(source, names)
    return names


def _misses(loop, exercise, probe, seed):
    family = FAMILIES[exercise]
    if probe in family.hors_de_portee:
        return False
    try:
        with at_most(PATIENCE):
            return sondes.sonder(loop, family, probe, seed=seed).etat == NON
    except (Exception, SystemExit):
        return True


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        warnings.catch_warnings(action="ignore"),
    ):
        yield


@contextlib.contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def stop(*_):
        raise NeverEndsError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def measure(exercise: str, seeds: int, seeds_of_right: int, known: dict) -> Iterator[dict]:
    """What is known of an exercise, once more after each answer and seed."""
    known.setdefault("probes", [p.nom for p in sondes.SONDES if _applies(p, exercise)])
    todo = [("reference", "reference", "", seed) for seed in range(seeds)]
    todo += [
        ("right", name, source, seed)
        for name, source in variants(exercise, "right").items()
        for seed in range(seeds_of_right)
    ]
    todo += [("wrong", name, source, 0) for name, source in variants(exercise, "wrong").items()]
    for kind, name, source, seed in todo:
        found = known.setdefault(kind, {}).setdefault(name, [])
        if len(found) == seed:
            found.append(seen_by(exercise, source, seed))
            yield known


def _applies(probe, exercise):
    return probe not in FAMILIES[exercise].hors_de_portee


def one_thread() -> None:
    """As the notebooks ask of PyTorch, where it is installed."""
    with contextlib.suppress(ModuleNotFoundError):
        import torch

        torch.set_num_threads(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--right", type=int, default=3, help="seeds of each right answer")
    parser.add_argument("--minutes", type=float, default=20.0, help="of computing, at most")
    parser.add_argument("exercise", nargs="*", choices=[[], *FAMILIES])
    options = parser.parse_args()
    one_thread()
    known = recorded_measures.read(NAME) if recorded_measures.path_of(NAME).exists() else {}
    known.pop("command", None)
    for exercise in options.exercise or FAMILIES:
        for _ in measure(exercise, options.seeds, options.right, known.setdefault(exercise, {})):
            recorded_measures.write(NAME, "python calibration/probes.py", known)
            if time.process_time() > 60 * options.minutes:
                return
    print(*summary(known), sep="\n")


def summary(known: dict) -> Iterator[str]:
    for exercise, found in known.items():
        right = (*found["reference"].values(), *found["right"].values())
        refused = list(itertools.chain.from_iterable(right))
        seen = [names for (names,) in found["wrong"].values()]
        yield f"{exercise} : {sum(map(bool, refused))} refus sur {len(refused)} essais justes"
        yield f"  fautes vues : {sum(map(bool, seen))} sur {len(seen)}"
        for probe in found["probes"]:
            yield f"    {probe} : {sum(probe in names for names in seen)}"


if __name__ == "__main__":
    main()
