"""Measure what double targets change: `train_dqn` on CartPole, with the plain ones and with them.

    python calibration/double.py [--seeds 20] [--minutes 15]

tau is .1, the best of those measured by cible.py; every other argument is the default one. An agent
is judged on the twenty greedy episodes of cible.py: their mean return, and for each what the agent
predicted in its first state, max q(s0, ·), and the discounted return that it obtained.
What is already recorded is kept.
"""

import argparse
import contextlib
import time
from collections.abc import Iterator
from unittest import mock

import cible
import numpy as np
import prediction
import recorded_measures
import swift
import torch
from cartpoles import play, returns

from solutions import train_dqn as loop

NAME = "double"
GAMMA = 0.99
TARGETS = ("plain", "double")


@contextlib.contextmanager
def with_double_targets() -> Iterator[None]:
    """Within it, the agent chooses the next action of the loop's targets."""
    agents = []

    def kept(agent):
        agents.append(agent)
        return swift.target_of(agent)

    def formatted(batch, target_network, gamma):
        states, (actions, _) = swift.formatted(batch, target_network, gamma)
        return states, (actions, swift.double(batch, agents[-1], target_network, gamma))

    with (
        mock.patch.object(loop, "creer_cible", kept),
        mock.patch.object(loop, "format_batch", formatted),
    ):
        yield


def trained(targets: str, seed: int) -> dict:
    changed = with_double_targets() if targets == "double" else contextlib.nullcontext()
    with swift.swiftly(), changed:
        agent = loop.train_dqn(cible.ENVIRONMENT, tau=0.1, seed=seed)
    start = cible.first_states()
    steps = play(lambda states: prediction.q_values(agent, states).argmax(axis=1), start)
    return {
        "greedy": round(float(returns(steps).mean()), 2),
        "predicted": _listed(prediction.q_values(agent, start).max(axis=1)),
        "obtained": _listed(prediction.discounted(steps, GAMMA)[0]),
    }


def _listed(numbers):
    return np.asarray(numbers, dtype=float).round(2).tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=15.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {name: [] for name in TARGETS}
    for seed in range(options.seeds):
        for targets in TARGETS:
            if time.process_time() > 60 * options.minutes:
                return
            if seed == len(runs[targets]):
                runs[targets].append(trained(targets, seed))
                command = f"python calibration/double.py --seeds {seed + 1}"
                recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
