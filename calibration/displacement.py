"""Measure how far each known mistake takes the weights from the reference's, in short trainings.

    python calibration/displacement.py [--seeds 2] [--minutes 20] [EXERCISE…]

It writes docs/deplacements.md too, for teachers.

The wrong answers of the bank and the reference are trained with the same seeds, for three and for
ten trajectories. A displacement is the greatest absolute difference of a weight; None where a loop
breaks off, never ends, or gives other weights than those that are asked for, and in what would have
followed. What is already recorded is kept.
"""

import argparse
import importlib
import random
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import probes
import recorded_measures
import torch

from autograder.paths import ROOT
from autograder.proof.bank import announced, variants

NAME = "displacement"
PAGE = ROOT / "docs" / "deplacements.md"
TRAJECTORIES = (3, 10)
SETTINGS: dict[str, dict[str, Any]] = {
    "batch_linear_q": {"batch_size": 16},
    "deep_q_learning": {"batch_size": 16},
    "train_dqn": {"batch_size": 16, "tau": 0.1, "training_interval": 2},
}
ELSEWHERE = 12_345  # where the generators are left, for a loop that draws before it seeds them
PATIENCE = 30  # seconds
STILL = 1e-6  # what cannot be told from the order of the additions


def weights(exercise: str, source: str, **settings: int) -> np.ndarray:
    """All the weights of what an answer learns, end to end; "" stands for the reference."""
    with probes.quiet():
        loop = probes.notebook(exercise, source)[exercise]
        for seed_again in (np.random.seed, random.seed, torch.manual_seed):
            seed_again(ELSEWHERE)
        learnt = loop(**SETTINGS[exercise] | settings)
    return _flat(learnt)


def weights_if_any(exercise: str, source: str, **settings: int) -> np.ndarray | None:
    """Those of an answer that may break off, or never end."""
    try:
        with probes.at_most(PATIENCE):
            return weights(exercise, source, **settings)
    except (Exception, SystemExit):
        return None


def _flat(learnt):
    if not hasattr(learnt, "network"):
        return np.asarray(learnt, dtype=float).ravel()
    weights = [one.detach().numpy().ravel() for one in learnt.network.parameters()]
    return np.concatenate(weights).astype(float)


def displacement(found: np.ndarray | None, right: np.ndarray) -> float | None:
    if found is None or found.shape != right.shape or not np.isfinite(found).all():
        return None
    return float(f"{np.abs(found - right).max():.2g}")


def measure(exercise: str, seeds: int, known: dict) -> Iterator[None]:
    """Fill what is known of an exercise, once more after each wrong answer."""
    runs = [(count, seed) for count in TRAJECTORIES for seed in range(seeds)]
    right = {}
    for name, source in variants(exercise, "wrong").items():
        found = known.setdefault(name, {"mistakes": sorted(announced(source))})
        for count, seed in runs:
            moved = found.setdefault(str(count), [])
            if len(moved) == seed:
                settings = {"n_trajectories": count, "seed": seed}
                if (count, seed) not in right:
                    right[count, seed] = weights(exercise, "", **settings)
                moved.append(
                    None
                    if broken(found)
                    else displacement(
                        weights_if_any(exercise, source, **settings), right[count, seed]
                    )
                )
        yield


def broken(found: dict) -> bool:
    """Whether one of its trainings gave no weights to compare."""
    return any(None in found.get(str(count), []) for count in TRAJECTORIES)


def still(found: dict) -> bool:
    """Whether the longest training ends with the reference's weights, whatever the seed."""
    moved = found[str(TRAJECTORIES[-1])]
    return all(one is not None and one < STILL for one in moved)


def moved(found: dict) -> float:
    """How far the longest training goes from the reference's weights, for the seed it moves least.

    What moves them for one seed and not for another counts as far as it moves them.
    """
    return min(one for one in found[str(TRAJECTORIES[-1])] if one >= STILL)


def page(known: dict) -> str:
    """The page for teachers: a table a loop, what moves the weights least first."""
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(BELOW)
    lines = [words + BELOW, ""]
    for exercise in SETTINGS:
        mistakes = importlib.import_module(f"autograder.exercises.{exercise}.mistakes").MISTAKES
        settings = ", ".join(f"`{name}={value}`" for name, value in SETTINGS[exercise].items())
        lines += [f"## `{exercise}`", "", f"{settings}, {_seeds(known[exercise])}.", "", *HEADER]
        whole = {name: one for name, one in known[exercise].items() if not broken(one)}
        for name, one in sorted(whole.items(), key=lambda pair: _place(pair[1])):
            names = [mistakes[one].name for one in one["mistakes"] if one in mistakes]
            cells = [_spread(one[str(count)]) for count in TRAJECTORIES]
            lines.append(f"| {' ; '.join(names) or '—'} | `{name}` | {' | '.join(cells)} |")
        lost = sorted(known[exercise].keys() - whole.keys())
        lines += ["", NOTHING + ", ".join(f"`{name}`" for name in lost) + ".", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _seeds(found):
    count = min(len(one["10"]) for one in found.values())
    return {1: "graine 0", 2: "graines 0 et 1"}.get(count, f"graines 0 à {count - 1}")


def _place(found):
    return [one for count in reversed(TRAJECTORIES) for one in sorted(found[str(count)])]


def _spread(moved):
    low, high = (
        "0" if one < STILL else np.format_float_positional(one, trim="-").replace(".", ",")
        for one in (min(moved), max(moved))
    )
    return low if low == high else f"{low} à {high}"


BELOW = "<!-- ce qui suit est écrit par calibration/displacement.py -->"
HEADER = (
    "| méprise | réponse de la banque | 3 trajectoires | 10 trajectoires |",
    "|---|---|---:|---:|",
)
NOTHING = "Sans poids à comparer (la boucle s'interrompt, ne finit pas ou renvoie autre chose) : "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=20.0, help="of computing, at most")
    parser.add_argument("exercise", nargs="*", choices=[[], *SETTINGS])
    options = parser.parse_args()
    probes.one_thread()
    known = recorded_measures.read(NAME) if recorded_measures.path_of(NAME).exists() else {}
    known.pop("command", None)
    for exercise in options.exercise or SETTINGS:
        for _ in measure(exercise, options.seeds, known.setdefault(exercise, {})):
            recorded_measures.write(NAME, "python calibration/displacement.py", known)
            if time.process_time() > 60 * options.minutes:
                return
    PAGE.write_text(page(known), encoding="utf-8")


if __name__ == "__main__":
    main()
