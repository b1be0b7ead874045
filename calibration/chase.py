"""Measure four wrong loops, as the homework shows them: their probes and their learning curves.

    python calibration/chase.py [--seeds 10]

Each loop is the given one, `apprendre_theta`, with a few lines changed. It is probed once, and
trained on CartPole with each seed; an agent is judged by the mean return of twenty greedy
episodes, the ones of `outils.evaluer`. What is already recorded is kept.
"""

import argparse
import functools
import inspect
import sys
from collections.abc import Callable

import numpy as np
import recorded_measures
from rich.progress import track

from autograder.paths import ROOT
from solutions import apprendre_theta as given
from solutions.phi_symetrique import phi_symetrique

sys.path.insert(0, str(ROOT / "aides"))
import outils  # what students import
import sondes

NAME = "chase"
WEIGHTS, TRAJECTORIES = 15, 60
PROBED = {
    "gamma": sondes.GAMMA,
    "seed": 0,
    "n_trajectories": 1500,
    "batch_size": 16,
    "lr": 0.5,
    "epsilon_decay": 0.99,
    "epsilon_min": 0.2,
}
# The lines of the given loop → those of a wrong one.
CHANGES = {
    "right": {},
    "shared_array": {
        "            features = next_features\n": "            features[:] = next_features\n"
    },
    "mean_of_actions": {
        "get_targets(following @ theta, rewards, terminal, gamma)": (
            "rewards + gamma * (following @ theta).mean(axis=1) * (1 - terminal)"
        )
    },
    "late_reward": {
        "        terminated = truncated = False\n": (
            "        terminated = truncated = False\n        last_reward = 0.0\n"
        ),
        "features[action], reward,": "features[action], last_reward,",
        "            features = next_features\n": (
            "            features, last_reward = next_features, reward\n"
        ),
    },
    "other_action": {"features[action], reward,": "features[1 - action], reward,"},
}


def loop(name: str) -> Callable[..., np.ndarray]:
    """The given loop, or a wrong one."""
    source = inspect.getsource(given)
    for before, after in CHANGES[name].items():
        if source.count(before) != 1:
            raise ValueError(f"figure {source.count(before)} fois : {before}")
        source = source.replace(before, after)
    names: dict = {}
    exec(source, names)
    return functools.partial(names["apprendre_theta"], phi_symetrique, WEIGHTS)


def q_values(theta: np.ndarray, state: np.ndarray) -> list[float]:
    return [float(phi_symetrique(state, action) @ theta) for action in (0, 1)]


def probed(name: str) -> dict[str, list]:
    """The Q-values that a loop gives to the states of each probe."""
    found = {}
    for probe in sondes.SONDES:
        theta = sondes.apprendre(loop(name), probe, **PROBED)
        found[probe.nom] = [np.round(q_values(theta, state), 3).tolist() for state, _ in probe.q]
    return found


def trained(name: str, seed: int) -> dict:
    """The returns of the training's episodes, then what the agent is worth."""
    with outils.suivre_entrainement(TRAJECTORIES, affichage=False) as journal:
        theta = loop(name)(n_trajectories=TRAJECTORIES, seed=seed)
    greedy = outils.evaluer(lambda state: q_values(theta, state))
    return {"training": [int(one) for one in journal.rendements], "greedy": round(greedy, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    seeds = parser.parse_args().seeds
    known = recorded_measures.read(NAME) if recorded_measures.path_of(NAME).exists() else {}
    boards = known.get("boards", {})
    runs = known.get("runs", {name: [] for name in CHANGES})
    for name in CHANGES:
        boards.setdefault(name, probed(name))
    todo = [(name, seed) for name in CHANGES for seed in range(len(runs[name]), seeds)]
    for name, seed in track(todo, "entraînements"):
        runs[name].append(trained(name, seed))
        write(boards, runs)
    write(boards, runs)


def write(boards: dict, runs: dict) -> None:
    recorded_measures.write(NAME, "python calibration/chase.py", {"boards": boards, "runs": runs})


if __name__ == "__main__":
    main()
