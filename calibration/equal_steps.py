"""Compare the network's 114 weights with the 15 hand-made features, at equal steps played.

    python calibration/equal_steps.py [--seeds 20] [--minutes 15]

Each learns with the settings of its own notebook, but for as many trajectories as it takes; when it
has played so many steps, its greedy policy is judged by the mean return of the twenty episodes of
`outils.evaluer`. What is already recorded is kept.
"""

import argparse
import time
from collections.abc import Callable
from unittest import mock

import gymnasium as gym
import numpy as np
import online
import prediction
import recorded_measures
import torch
from cartpoles import greedy_returns, play, returns, start_states
from representations import symmetric_quadratic

NAME = "equal_steps"
MARKS = (500, 1000, 2000, 4000, 8000)
JUDGED_ON = range(20)
ENDLESS = {"n_trajectories": 100_000}


class EnoughError(Exception):
    """The last mark is reached."""


class Counted(gym.Wrapper):
    """Calls `at_mark` before the step that comes after each mark, and stops after the last one."""

    def __init__(self, environment: gym.Env, at_mark: Callable[[], None]):
        super().__init__(environment)
        self.at_mark, self.played = at_mark, 0

    def step(self, action):
        if self.played in MARKS:
            self.at_mark()
        if self.played == MARKS[-1]:
            raise EnoughError
        self.played += 1
        return self.env.step(action)


def until_enough(train: Callable[[], None], judge: Callable[[], float]) -> list[float]:
    """What `judge` says at each mark of a training."""
    make, found = gym.make, []

    def counted(*args, **options):
        return Counted(make(*args, **options), lambda: found.append(judge()))

    with mock.patch.object(gym, "make", counted):
        try:
            train()
        except EnoughError:
            return found
    raise RuntimeError("the training ended before the last mark")


def features(seed: int) -> list[float]:
    """The mean greedy return at each mark, of the fifteen weights."""
    theta = np.zeros(15)

    def train():
        with online.learning(symmetric_quadratic, theta):
            online.loop.batch_linear_q(**online.SETTINGS | ENDLESS | {"seed": seed})

    def judge():
        played = greedy_returns(symmetric_quadratic, theta[np.newaxis], JUDGED_ON)
        return round(float(played.mean()), 2)

    return until_enough(train, judge)


def network(seed: int) -> list[float]:
    """The mean greedy return at each mark, of the network."""
    agents: list = []

    def train():
        with prediction.watched(lambda _, agent: agents.append(agent)):
            options = prediction.SETTINGS["reglages"] | ENDLESS
            prediction.loop.deep_q_learning(**options | {"seed": seed})

    def judge():
        agent = agents[-1]
        steps = play(
            lambda states: prediction.q_values(agent, states).argmax(axis=1),
            start_states(JUDGED_ON),
        )
        return round(float(returns(steps).mean()), 2)

    return until_enough(train, judge)


LEARNERS = {"features": features, "network": network}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=15.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {name: {} for name in LEARNERS}
    for seed in range(options.seeds):
        for name, learn in LEARNERS.items():
            if time.process_time() > 60 * options.minutes:
                return
            if str(seed) not in runs[name]:
                runs[name][str(seed)] = learn(seed)
                measures = {"steps": list(MARKS), "runs": runs}
                command = f"python calibration/equal_steps.py --seeds {seed + 1}"
                recorded_measures.write(NAME, command, measures)


if __name__ == "__main__":
    main()
