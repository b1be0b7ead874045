"""Measure the reference's own loop, `batch_linear_q`, with other features than phi.

    python calibration/online.py [--seeds 100]

As in the notebook, the loop's phi is replaced, and its theta by weights that start from zero; the
update, the same as the reference's, takes the features of the batch at once, which is faster.
Each training is judged by the mean return of twenty greedy episodes, the ones of
`outils.evaluer`. The trainings already recorded are kept.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
import recorded_measures
from cartpoles import greedy_returns
from representations import signed_state, symmetric_quadratic
from rich.progress import track

from solutions import batch_linear_q as loop
from solutions import linear_fa as q_values

NAME = "online"
JUDGED_ON = range(20)
SETTINGS = {"gamma": 0.95, "n_trajectories": 40, "lr": 5e-2}
# What is learnt from: the features of many pairs, their number, other settings.
VARIANTS = {
    "symmetric": (symmetric_quadratic, 15, {}),
    "signed": (signed_state, 4, {}),
    "symmetric_small_lr": (symmetric_quadratic, 15, {"lr": 1e-3}),
}


def of_states(many: Callable) -> Callable:
    """As the loop's phi is called: the features of one state or of a batch, and of one action."""

    def features(states, action):
        batch = np.atleast_2d(states)
        found = many(batch, np.full(len(batch), action))
        return found if np.ndim(states) == 2 else found[0]

    return features


@contextmanager
def learning(many: Callable, theta: np.ndarray) -> Iterator[None]:
    """Within it, the loop learns these weights (d,), in place, of these features."""
    q = q_values.linear_fa

    def update_theta(_, states, actions, targets, q_vals, lr):
        errors = targets - q_vals[np.arange(len(states)), actions]
        theta[:] += 2 * lr / len(states) * errors @ many(states, actions)

    with (
        mock.patch.object(q_values, "phi", of_states(many)),
        mock.patch.object(loop, "linear_fa", lambda _, *pair: q(theta, *pair)),
        mock.patch.object(loop, "update_theta", update_theta),
    ):
        yield


def learnt(variant: str, **settings: Any) -> np.ndarray:
    """The weights (d,) that the loop learns."""
    many, weights, others = VARIANTS[variant]
    theta = np.zeros(weights)
    with learning(many, theta):
        loop.batch_linear_q(**SETTINGS | others | settings)
    return theta


def mean_return(variant: str, seed: int) -> float:
    """The mean greedy return after a training."""
    theta = learnt(variant, seed=seed)
    played = greedy_returns(VARIANTS[variant][0], theta[np.newaxis], JUDGED_ON)
    return round(float(played.mean()), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100)
    seeds = parser.parse_args().seeds
    known = recorded_measures.read(NAME) if recorded_measures.path_of(NAME).exists() else {}
    measured = {variant: known.get(variant, []) for variant in VARIANTS}
    for variant, found in measured.items():
        for seed in track(range(len(found), seeds), variant):
            found.append(mean_return(variant, seed))
            recorded_measures.write(NAME, "python calibration/online.py", measured)


if __name__ == "__main__":
    main()
