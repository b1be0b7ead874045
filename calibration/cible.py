"""Measure what the target network changes: `train_dqn` on CartPole, for four values of tau.

    python calibration/cible.py [--seeds 20] [--minutes 15]

Every other argument is the default one. An agent is judged by the mean return of twenty greedy
episodes, and by the greatest Q-value that it gives to their first states. What is already recorded
is kept: a measure that was stopped goes on where it was.
"""

import argparse
import itertools
import time

import gymnasium as gym
import numpy as np
import recorded_measures
import torch

from solutions.evaluer_agent import evaluer_agent
from solutions.train_dqn import train_dqn

NAME = "cible"
ENVIRONMENT = "CartPole-v1"
TAUS = ("1", "0.1", "0.01", "0.001")
EPISODES = range(1000, 1020)


class Kept(gym.Wrapper):
    """Keeps the return of each episode; draws nothing."""

    def __init__(self, environment: gym.Env, returns: list[float]):
        super().__init__(environment)
        self.returns, self.total = returns, 0.0

    def step(self, action):
        result = self.env.step(action)
        self.total += float(result[1])
        if result[2] or result[3]:
            self.returns.append(self.total)
            self.total = 0.0
        return result


def trained(tau: float, seed: int) -> dict:
    """The returns of the training's episodes, then what the agent is worth."""
    returns: list[float] = []
    make = gym.make
    gym.make = lambda *args, **options: Kept(make(*args, **options), returns)
    try:
        agent = train_dqn(ENVIRONMENT, tau=tau, seed=seed)
    finally:
        gym.make = make
    return {
        "training": [int(one) for one in returns],
        "greedy": round(float(evaluer_agent(agent, ENVIRONMENT, EPISODES).mean()), 2),
        "predicted": round(float(agent.predict_on_batch(first_states()).max(axis=1).mean()), 2),
    }


def first_states() -> np.ndarray:
    """The states from which the greedy episodes start."""
    environment = gym.make(ENVIRONMENT)
    return np.array([environment.reset(seed=seed)[0] for seed in EPISODES])


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
            command = f"python calibration/cible.py --seeds {seed + 1}"
            recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
