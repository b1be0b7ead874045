"""Measure what the real trainings of a last resort tell of a right answer and of wrong ones.

    python calibration/last_resort.py EXERCISE [--seeds 200] [--variants correct,ascent]

Every return is kept, and none is measured twice.
"""

import argparse
import importlib
import statistics

from laws import rate
from trainings import RIGHT, LastResort, Trainings, last_resort


def summary(trainings: Trainings, variant: str) -> str:
    """How many trainings fail, and the quartiles of their returns."""
    quartiles = statistics.quantiles(trainings.returns(variant).values(), n=4)
    shown = ", ".join(f"{one:.0f}" for one in quartiles)
    return f"< {trainings.needed} : {rate(*trainings.failures(variant))} ; quartiles {shown}"


def known(resort: LastResort) -> list[str]:
    """The variants that were trained before; a new one takes minutes, and is asked for."""
    return [name for name in resort.variants if resort.trainings[0].returns(name)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercise")
    parser.add_argument("--seeds", type=int, help="of the right rule")
    parser.add_argument("--wrong-seeds", type=int, default=20, help="of each wrong rule")
    parser.add_argument("--variants", help="those that were trained before, by default")
    options = parser.parse_args()
    resort = last_resort(options.exercise)
    module = importlib.import_module(f"autograder.exercises.{options.exercise}.calibration")
    chosen = options.variants.split(",") if options.variants else known(resort)
    for variant in chosen:
        if hasattr(module, "short_runs"):
            print(f"{variant:20} {module.short_runs(variant)}", flush=True)
        seeds = options.seeds or resort.seeds
        resort.measure(variant, seeds if variant == RIGHT else options.wrong_seeds)
        for one in resort.trainings:
            print(f"{variant:20} {one.name:20} {summary(one, variant)}", flush=True)


if __name__ == "__main__":
    main()
