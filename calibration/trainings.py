"""The greedy returns of real trainings, kept one JSON line each: a measure stops and goes on."""

import functools
import importlib
import importlib.util
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laws import interval
from rich.progress import track

FOLDER = Path(__file__).parent / "recorded"
RIGHT = "correct"


@dataclass(frozen=True)
class Trainings:
    """Trainings with the same settings, judged by the return that they must reach."""

    name: str
    settings: dict[str, Any]
    needed: float

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.jsonl"

    def returns(self, variant: str) -> dict[int, float]:
        """The return of each seed measured so far; stops when the settings have changed since."""
        if not self.path.exists():
            return {}
        head, *lines = map(json.loads, self.path.read_text(encoding="utf-8").splitlines())
        if head != self.settings:
            raise SystemExit(f"{self.path} : mesuré avec d'autres réglages, à effacer.")
        return {line["seed"]: line["return"] for line in lines if line["variant"] == variant}

    def failures(self, variant: str) -> tuple[int, int]:
        """How many trainings do not reach the return, and out of how many."""
        returns = self.returns(variant).values()
        return sum(one < self.needed for one in returns), len(returns)

    def measure(self, variant: str, seeds: Iterable[int], train: Callable[[int], float]) -> None:
        """Train with the seeds that are not measured yet, and keep each return at once."""
        measured = self.returns(variant)
        missing = [seed for seed in seeds if seed not in measured]
        if not self.path.exists():
            self.path.parent.mkdir(exist_ok=True)
            self._append(self.settings)
        for seed in track(missing, f"{self.name}, {variant}", disable=not missing):
            self._append({"variant": variant, "seed": seed, "return": train(seed)})

    def _append(self, line):
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


@dataclass(frozen=True)
class LastResort:
    """A test that passes as soon as one of a few real trainings reaches its return.

    Each of the `trainings` is tried `tries` times. `variants` are the right rule and wrong ones,
    with their French names; train(variant, settings, seed) gives a return. The right rule is
    trained with `seeds` seeds.
    """

    exercise: str
    trainings: tuple[Trainings, ...]
    tries: int
    variants: Mapping[str, str]
    train: Callable[[str, dict, int], float]
    seeds: int

    def bound(self) -> float:
        """Bounds the probability that all the trainings of a right answer fail.

        Each training's own probability is taken at the top of its 95 % interval.
        """
        failures = (one.failures(RIGHT) for one in self.trainings)
        return math.prod(interval(*one)[1] for one in failures) ** self.tries

    def measure(self, variant: str, seeds: int) -> None:
        """Train with the seeds that are not measured yet."""
        for one in self.trainings:
            train = functools.partial(self.train, variant, one.settings)
            one.measure(variant, range(1000, 1000 + seeds), train)


def last_resort(exercise: str) -> LastResort | None:
    """The last resort of an exercise, from its calibration.py, if it has one."""
    name = f"autograder.exercises.{exercise}.calibration"
    if not importlib.util.find_spec(name):
        return None
    module = importlib.import_module(name)
    trainings = tuple(Trainings(one, kept, module.NEEDED) for one, kept in module.TRAINED.items())
    return LastResort(
        exercise, trainings, module.TRIES, module.VARIANTS, module.train, module.SEEDS
    )
