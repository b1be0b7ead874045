"""Measure what `deep_q_learning` predicts, against what its greedy policy obtains.

    python calibration/prediction.py [--seeds 20] [--minutes 15]

Two settings: the notebook's own, 80 trajectories, and the default arguments, 300 trajectories.
Every ten trajectories, the network as it then is gives the greatest Q-value of twenty first states,
and plays from each of them, greedily: its mean return is what it is worth, and its mean discounted
return what it should have predicted. At the end of a training with the notebook's settings, some
states of these episodes are kept, each with its prediction and the discounted return from there.
What is already recorded is kept: a measure that was stopped goes on where it was.
"""

import argparse
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import gymnasium as gym
import numpy as np
import poutyne
import recorded_measures
import torch
from cartpoles import Step, play, returns, start_states

from solutions import deep_q_learning as loop

NAME = "prediction"
EVERY = 10
JUDGED_ON = range(1000, 1020)
SETTINGS: dict[str, dict[str, Any]] = {
    "reglages": {"gamma": 0.9, "lr": 1e-2, "epsilon_decay": 0.9, "n_trajectories": 80},
    "defaut": {"gamma": 0.99, "n_trajectories": 300},
}
FAR_FROM_THE_LIMIT = 60  # steps: .9 to this power is .002
KEPT_STATES = 30


class Watched(gym.Wrapper):
    """Calls `at_start` before each episode, with the number of those before; draws nothing."""

    def __init__(self, environment: gym.Env, at_start: Callable[[int], None]):
        super().__init__(environment)
        self.at_start, self.number = at_start, -1

    def reset(self, **options):
        if not options:  # the loop's own, and not the seeding
            self.number += 1
            self.at_start(self.number)
        return self.env.reset(**options)


@contextmanager
def watched(at_start: Callable[[int, poutyne.Model], None]) -> Iterator[None]:
    """Within it, the loop calls `at_start` with its agent before each trajectory."""
    make, agents = gym.make, []

    def model(*args, **options):
        agents.append(poutyne.Model(*args, **options))
        return agents[-1]

    def watch(*args, **options):
        return Watched(make(*args, **options), lambda number: at_start(number, agents[-1]))

    with mock.patch.object(gym, "make", watch), mock.patch.object(loop, "poutyne") as module:
        module.Model = model
        yield


def q_values(agent: poutyne.Model, states: np.ndarray) -> np.ndarray:
    return agent.predict_on_batch(states.astype(np.float32))


def played(agent: poutyne.Model) -> list[Step]:
    return play(lambda states: q_values(agent, states).argmax(axis=1), start_states(JUDGED_ON))


def discounted(steps: list[Step], gamma: float) -> np.ndarray:
    """The discounted return (T, n) from each step on of each episode."""
    following, found = np.zeros(len(steps[0].playing)), []
    for step in reversed(steps):
        following = step.playing * (1.0 + gamma * following)
        found.append(following)
    return np.array(found[::-1])


def judged(agent: poutyne.Model, gamma: float) -> dict[str, float]:
    steps = played(agent)
    return {
        "predicted": _mean(q_values(agent, start_states(JUDGED_ON)).max(axis=1)),
        "obtained": _mean(discounted(steps, gamma)[0]),
        "greedy": _mean(returns(steps)),
    }


def _mean(numbers):
    return round(float(np.mean(numbers)), 3)


def scattered(agent: poutyne.Model, gamma: float, seed: int) -> dict[str, list[float]]:
    """Predictions and discounted returns, in states drawn from the greedy episodes.

    None of the last states of an episode that the time limit cut: more would have come.
    """
    steps = played(agent)
    obtained, lengths = discounted(steps, gamma), returns(steps)
    fallen = np.logical_or.reduce([step.playing & step.terminated for step in steps])
    last = np.where(fallen, lengths, lengths - FAR_FROM_THE_LIMIT)
    places = [(t, n) for n, end in enumerate(last) for t in range(int(end))]
    drawn = np.random.default_rng(seed).choice(len(places), KEPT_STATES, replace=False)
    kept = [places[one] for one in sorted(drawn)]
    states = np.array([steps[t].states[n] for t, n in kept])
    return {
        "states_predicted": q_values(agent, states).max(axis=1).astype(float).round(2).tolist(),
        "states_obtained": [round(float(obtained[place]), 2) for place in kept],
    }


def trained(setting: str, seed: int) -> dict[str, list[float]]:
    """What the network predicted and obtained every ten trajectories, and at the end."""
    options, seen = SETTINGS[setting], []

    def at_start(number, agent):
        if number % EVERY == 0:
            seen.append(judged(agent, options["gamma"]))

    with watched(at_start):
        agent = loop.deep_q_learning(seed=seed, **options)
    seen.append(judged(agent, options["gamma"]))
    found = {name: [one[name] for one in seen] for name in seen[0]}
    return found | (scattered(agent, options["gamma"], seed) if setting == "reglages" else {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=15.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {name: [] for name in SETTINGS}
    for setting, seed in itertools.product(SETTINGS, range(options.seeds)):
        if time.process_time() > 60 * options.minutes:
            return
        if seed == len(runs[setting]):
            runs[setting].append(trained(setting, seed))
            command = f"python calibration/prediction.py --seeds {options.seeds}"
            recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
