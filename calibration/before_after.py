"""Measure what training adds: `batch_linear_q` with its default arguments, before and after.

    python calibration/before_after.py [--trained 200] [--untrained 10000]

Each theta is judged by the mean return of twenty greedy episodes, the ones of `outils.evaluer`.
The trainings already recorded are kept.
"""

import argparse

import numpy as np
import recorded_measures
from cartpoles import greedy_returns
from rich.progress import track

from solutions.batch_linear_q import batch_linear_q

NAME = "before_after"
EPISODES = range(20)


def signed_state(states, actions):
    """phi of many pairs at once."""
    return np.where(actions == 1, 1, -1)[:, np.newaxis] * states


def mean_returns(thetas: list[np.ndarray]) -> list[float]:
    """The mean greedy return of each theta, by blocks that fit in memory."""
    blocks = [np.array(thetas[i : i + 500]) for i in range(0, len(thetas), 500)]
    means = [greedy_returns(signed_state, block, EPISODES).mean(axis=1) for block in blocks]
    return np.concatenate(means).round(2).tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trained", type=int, default=200, help="seeds with a training")
    parser.add_argument("--untrained", type=int, default=10_000, help="seeds without any")
    options = parser.parse_args()
    starts = [batch_linear_q(n_trajectories=0, seed=seed) for seed in range(options.untrained)]
    untrained = mean_returns(starts)
    known = recorded_measures.path_of(NAME).exists()
    thetas = recorded_measures.read(NAME)["trained_thetas"] if known else []
    for seed in track(range(len(thetas), options.trained), "entraînements"):
        thetas.append(batch_linear_q(seed=seed).round(6).tolist())
        if seed % 20 == 19:
            measured = {"untrained": untrained, "trained": mean_returns(thetas)}
            command = f"python calibration/before_after.py --trained {len(thetas)}"
            recorded_measures.write(NAME, command, measured | {"trained_thetas": thetas})


if __name__ == "__main__":
    main()
