"""Measure the reference's `train_dqn` on Acrobot-v1, for four values of tau.

    python calibration/acrobot.py [--seeds 20] [--minutes 15]

The training is the one that students watch, short enough for that; theirs is tau = .1. A return
is minus the number of steps before the bar is high enough, -500 at worst. An agent is judged by the
mean return of twenty greedy episodes. What is already recorded is kept.
"""

import argparse
import itertools
import time
from typing import Any

import cible
import gymnasium as gym
import recorded_measures
import swift
import torch

from solutions.evaluer_agent import evaluer_agent
from solutions.train_dqn import train_dqn

NAME = "acrobot"
ENVIRONMENT = "Acrobot-v1"
SETTINGS: dict[str, Any] = {"n_trajectories": 40, "epsilon_decay": 0.9}
TAUS = cible.TAUS
EPISODES = range(1000, 1020)


def trained(tau: float, seed: int) -> dict:
    """The returns of the training's episodes, what the agent is worth."""
    returns: list[float] = []
    make = gym.make
    gym.make = lambda *args, **options: cible.Kept(make(*args, **options), returns)
    try:
        with swift.swiftly():
            agent = train_dqn(ENVIRONMENT, tau=tau, seed=seed, **SETTINGS)
    finally:
        gym.make = make
    return {
        "training": [int(one) for one in returns],
        "greedy": round(float(evaluer_agent(agent, ENVIRONMENT, EPISODES).mean()), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=15.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {tau: [] for tau in TAUS}
    for seed, tau in itertools.product(range(options.seeds), TAUS):
        if time.process_time() > 60 * options.minutes:
            break
        if seed == len(runs[tau]):
            runs[tau].append(trained(float(tau), seed))
            command = f"python calibration/acrobot.py --seeds {seed + 1}"
            recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
