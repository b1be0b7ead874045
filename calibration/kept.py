"""Measure what keeping the best copy of an agent is worth, against keeping the last.

    python calibration/kept.py [--seeds 10] [--minutes 15]

The trainings are the dqn notebook's own, as is what chooses: every five trajectories a copy of the
agent plays ten greedy episodes, and the first of those with the greatest mean return is kept. It is
judged, as the last one is, on twenty other episodes. What is already recorded is kept: a measure
that was stopped goes on where it was.
"""

import argparse
import copy
import time
from typing import Any

import numpy as np
import recorded_measures
import torch
from cartpoles import play, returns, start_states
from prediction import SETTINGS, q_values, watched

from solutions import deep_q_learning as loop

NAME = "kept"
EVERY = 5
CHOSEN_ON, JUDGED_ON = range(10), range(100, 120)
LONGEST = 500


def played(agent: Any, seeds: range) -> np.ndarray:
    """The returns of an agent's greedy episodes, one a seed."""
    steps = play(lambda states: q_values(agent, states).argmax(axis=1), start_states(seeds))
    return returns(steps)


def trained(seed: int) -> dict[str, Any]:
    """The copies' mean returns, and what the kept one and the last are worth elsewhere."""
    copies, options = {}, SETTINGS["reglages"]

    def at_start(number, agent):
        if number and number % EVERY == 0:
            copies[number] = copy.deepcopy(agent)

    with watched(at_start):
        last = loop.deep_q_learning(seed=seed, **options)
    copies[options["n_trajectories"]] = last
    scores = {number: float(played(agent, CHOSEN_ON).mean()) for number, agent in copies.items()}
    best = max(scores, key=scores.__getitem__)
    kept, final = played(copies[best], JUDGED_ON), played(last, JUDGED_ON)
    return {
        "seed": seed,
        "scores": [round(one, 2) for one in scores.values()],
        "best": best,
        "kept": round(float(kept.mean()), 2),
        "kept_longest": int((kept == LONGEST).sum()),
        "last": round(float(final.mean()), 2),
        "last_longest": int((final == LONGEST).sum()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=15.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {}
    for seed in [42, *range(options.seeds)]:  # that of the notebook, which is shown, is apart
        if time.process_time() > 60 * options.minutes:
            return
        if str(seed) not in runs:
            runs[str(seed)] = trained(seed)
            command = f"python calibration/kept.py --seeds {options.seeds}"
            recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
