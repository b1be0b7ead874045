"""Measure the reference's `train_dqn` on Acrobot-v1, in a training that is short enough to watch.

    python calibration/acrobot.py [--seeds 5] [--minutes 15]

A return is minus the number of steps before the bar is high enough, -500 at worst. An agent is
judged by the mean return of twenty greedy episodes. What is already recorded is kept.
"""

import argparse
import time
from typing import Any

import cible
import gymnasium as gym
import recorded_measures
import torch

from solutions.evaluer_agent import evaluer_agent
from solutions.train_dqn import train_dqn

NAME = "acrobot"
ENVIRONMENT = "Acrobot-v1"
SETTINGS: dict[str, Any] = {"n_trajectories": 40, "epsilon_decay": 0.9, "tau": 0.1}
EPISODES = range(1000, 1020)


def trained(seed: int) -> dict:
    """The returns of the training's episodes, its CPU seconds, what the agent is worth."""
    returns: list[float] = []
    make, begun = gym.make, time.process_time()
    gym.make = lambda *args, **options: cible.Kept(make(*args, **options), returns)
    try:
        agent = train_dqn(ENVIRONMENT, seed=seed, **SETTINGS)
    finally:
        gym.make = make
    seconds = time.process_time() - begun
    return {
        "training": [int(one) for one in returns],
        "cpu_seconds": round(seconds, 1),
        "greedy": round(float(evaluer_agent(agent, ENVIRONMENT, EPISODES).mean()), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=15.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else []
    for seed in range(len(runs), options.seeds):
        if time.process_time() > 60 * options.minutes:
            break
        runs.append(trained(seed))
        command = f"python calibration/acrobot.py --seeds {seed + 1}"
        recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
