"""Measure how near a right loop comes to being refused by a probe.

    python calibration/probe_margins.py [--seeds 500] [--minutes 30] [EXERCISE…]

The reference is probed with each seed; what is kept is its greatest error on a Q-value. The share
of seeds that would be beyond the tolerance is too small to be counted: it is that of a generalised
Pareto law, fitted to the greatest tenth of the errors. What is already recorded is kept.
"""

import argparse
import contextlib
import functools
import importlib
import itertools
import time
import types
from collections.abc import Callable, Iterator, Sequence
from unittest import mock

import numpy as np
import probes
import recorded_measures
import sondes  # found by probes.py
import swift
from scipy.stats import expon, genpareto

NAME = "probe_margins"
TAIL = 0.1  # the share of the errors that the law is fitted to


@contextlib.contextmanager
def loop_of(exercise: str) -> Iterator[Callable]:
    """The reference's loop; the deep ones, swiftly."""
    module = importlib.import_module(f"solutions.{exercise}")
    model = types.SimpleNamespace(Model=functools.partial(swift.Agent, None))
    quicker = {
        "deep_q_learning": mock.patch.object(module, "poutyne", model, create=True),
        "train_dqn": swift.swiftly(),
    }
    with quicker.get(exercise, contextlib.nullcontext()):
        yield getattr(module, exercise)


def error(loop: Callable, family: sondes.Famille, probe: type, seed: int) -> float:
    """The greatest absolute error on a Q-value of a probe."""
    learnt = sondes.apprendre(loop, probe, **family.reglages | {"seed": seed})
    wrong = [np.subtract(family.q(learnt, state), true) for state, true in probe.q]
    return float(f"{np.abs(wrong).max():.2g}")


def refused(errors: Sequence[float], tolerance: float) -> float:
    """The share of the seeds beyond the tolerance, by the law of the greatest errors.

    A tail that would have an end is taken as exponential instead, which refuses more.
    """
    start = np.quantile(errors, 1 - TAIL)
    beyond = np.array([one - start for one in errors if one > start])
    if not len(beyond):
        return float(start > tolerance)
    shape, _, scale = genpareto.fit(beyond, floc=0)
    law = genpareto(shape, scale=scale) if shape > 0 else expon(scale=beyond.mean())
    return float(len(beyond) / len(errors) * law.sf(tolerance - start))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=30.0, help="of computing, at most")
    parser.add_argument("exercise", nargs="*", choices=[[], *probes.FAMILIES])
    options = parser.parse_args()
    probes.one_thread()
    known = recorded_measures.read(NAME) if recorded_measures.path_of(NAME).exists() else {}
    known.pop("command", None)
    for exercise in options.exercise or probes.FAMILIES:
        family, found = probes.FAMILIES[exercise], known.setdefault(exercise, {})
        with loop_of(exercise) as loop:
            for seed in range(options.seeds):
                for probe in itertools.filterfalse(family.hors_de_portee.get, sondes.SONDES):
                    errors = found.setdefault(probe.nom, [])
                    if len(errors) == seed:
                        errors.append(error(loop, family, probe, seed))
                if seed % 20 == 19 or seed == options.seeds - 1:
                    recorded_measures.write(NAME, "python calibration/probe_margins.py", known)
                if time.process_time() > 60 * options.minutes:
                    return


if __name__ == "__main__":
    main()
