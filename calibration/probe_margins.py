"""Measure how near a right loop comes to being refused by a probe.

    python calibration/probe_margins.py [--minutes 30] [EXERCISE…]

Each probe is given to the right loop with thousands of seeds (see many_probes.py). What is kept is
the greatest errors on a Q-value. A probe refuses a loop after two seeds; the probability of that is
at most the square of what one seed's may be, at 95 %. What is already recorded is kept.
"""

import argparse
import time

import laws
import many_probes
import probes
import recorded_measures
import sondes  # found by probes.py
import torch

NAME = "probe_margins"
AT_ONCE, TAIL = 100, 50  # seeds; errors that are kept of each probe
HIDDEN = {"batch_linear_q": None, "deep_q_learning": [16], "train_dqn": [64, 64, 64]}
SEEDS = {"batch_linear_q": 7000, "deep_q_learning": 1000, "train_dqn": 800}


def more(exercise: str, probe: type, found: dict) -> None:
    """Add the errors of AT_ONCE seeds to what is known of a probe."""
    torch.manual_seed(found["seeds"])
    settings = probes.FAMILIES[exercise].reglages
    errors = many_probes.errors(probe, settings, AT_ONCE, HIDDEN[exercise])
    found["tail"] = sorted(found["tail"] + [float(f"{one:.2g}") for one in errors])[-TAIL:]
    found["seeds"] += AT_ONCE


def beyond(tail: list[float], tolerance: float) -> int:
    return sum(error > tolerance for error in tail)


def refused(tail: list[float], seeds: int, tolerance: float) -> float:
    """Bounds the probability that a probe refuses a right loop, which takes two seeds in a row."""
    _, one_seed = laws.interval(beyond(tail, tolerance), seeds, level=0.9)  # 95 %, on one side
    return one_seed**2


def board_refused(found: dict[str, dict], tolerance: float) -> float:
    """Bounds the probability that one at least of a board's probes refuses a right loop."""
    return sum(refused(**one, tolerance=tolerance) for one in found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0, help="of computing, at most")
    parser.add_argument("exercise", nargs="*", choices=[[], *probes.FAMILIES])
    options = parser.parse_args()
    probes.one_thread()
    known = recorded_measures.read(NAME) if recorded_measures.path_of(NAME).exists() else {}
    known.pop("command", None)
    for exercise in options.exercise or probes.FAMILIES:
        unfit = probes.FAMILIES[exercise].hors_de_portee
        found = known.setdefault(exercise, {})
        for _ in range(SEEDS[exercise] // AT_ONCE):
            for probe in (one for one in sondes.SONDES if one not in unfit):
                one = found.setdefault(probe.nom, {"seeds": 0, "tail": []})
                if one["seeds"] < SEEDS[exercise]:
                    more(exercise, probe, one)
            recorded_measures.write(NAME, "python calibration/probe_margins.py", known)
            if time.process_time() > 60 * options.minutes:
                return


if __name__ == "__main__":
    main()
