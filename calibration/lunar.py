"""Train the reference's `train_dqn` on LunarLander-v3: does it land, how often, in what time?

    python -m pip install "autograder-q[lunar]"
    python calibration/lunar.py [--seeds 10] [--minutes 120]

An agent is judged by the returns of a hundred greedy episodes; 200 on average is called solved.
The first seeds are trained by the reference alone, and timed; the others by swift.py, which gives
the same weights sooner.
Its weights are kept, in float16, beside the measures; those of the best one are what the notebook
lends to those who do not train. What is already recorded is kept: a measure that was stopped goes
on with the next seed.
"""

import argparse
import base64
import contextlib
import time
from typing import Any

import cible
import figures
import gymnasium as gym
import numpy as np
import recorded_measures
import swift
import torch

from autograder.paths import ROOT
from solutions.DQN import DQN
from solutions.evaluer_agent import evaluer_agent
from solutions.NNModel import NNModel
from solutions.train_dqn import train_dqn

NAME = "lunar"
ENVIRONMENT = "LunarLander-v3"
SETTINGS = {
    "n_trajectories": 400,
    "batch_size": 128,
    "lr": 1e-3,
    "epsilon_decay": 0.985,
    "epsilon_min": 0.02,
    "tau": 0.005,
    "training_interval": 2,
}
JUDGED_ON = range(1000, 1100)
SOLVED = figures.LANDED
LENT = ROOT / "source" / "dqn_cible" / "agent_lunaire.npy"
TIMED = 3  # seeds
TOLD_EVERY = 25  # episodes


class Told(cible.Kept):
    """Keeps the return of each episode, counts the steps; tells how it goes now and then."""

    def __init__(self, environment: gym.Env):
        super().__init__(environment, [])
        self.played = 0

    def step(self, action):
        self.played += 1
        result = super().step(action)
        if (result[2] or result[3]) and len(self.returns) % TOLD_EVERY == 0:
            last = np.mean(self.returns[-TOLD_EVERY:])
            print(f"{len(self.returns)} episodes, {self.played} steps, {last:.0f}", flush=True)
        return result


def trained(seed: int, timed: bool, **settings: Any) -> dict:
    """The returns of the training's episodes, its steps and time, what the agent is worth."""
    told: list[Told] = []
    make = gym.make

    def followed(*args, **options):
        told.append(Told(make(*args, **options)))
        return told[-1]

    gym.make, begun, clock = followed, time.process_time(), time.monotonic()
    try:
        with contextlib.nullcontext() if timed else swift.swiftly():
            agent = train_dqn(ENVIRONMENT, seed=seed, **settings)
    finally:
        gym.make = make
    cpu, seconds = time.process_time() - begun, time.monotonic() - clock
    greedy = evaluer_agent(agent, ENVIRONMENT, JUDGED_ON)
    print(f"seed {seed}: {greedy.mean():.1f} greedy, {cpu:.0f} CPU s", flush=True)
    return {
        "training": [round(one) for one in told[0].returns],
        "steps": told[0].played,
        **({"cpu_seconds": round(cpu), "seconds": round(seconds)} if timed else {}),
        "greedy": [round(float(one)) for one in greedy],
        "weights": _packed(agent),
    }


def _packed(agent):
    """All the weights, end to end, in float16 and base64."""
    weights = torch.cat([one.detach().flatten() for one in agent.network.parameters()])
    return base64.b64encode(weights.numpy().astype(np.float16).tobytes()).decode()


def weights(run: dict) -> np.ndarray:
    """The weights of an agent, end to end, as they were kept."""
    return np.frombuffer(base64.b64decode(run["weights"]), dtype=np.float16)


def lent(runs: dict[str, dict]) -> dict:
    """Save the weights of the agent that lands best; its seed, and what these weights are worth."""
    seed = max(runs, key=lambda one: np.mean(runs[one]["greedy"]))
    np.save(LENT, weights(runs[seed]))
    network = NNModel(8, 4, n_hidden_layers=3, hidden_dim=64)
    rounded = torch.from_numpy(weights(runs[seed]).astype(np.float32))
    torch.nn.utils.vector_to_parameters(rounded, network.parameters())
    agent = DQN(gym.spaces.Discrete(4), network, None, loss_function=None)
    greedy = evaluer_agent(agent, ENVIRONMENT, JUDGED_ON)
    return {"seed": seed, "greedy": [round(float(one)) for one in greedy]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=120.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {}
    for seed in map(str, range(options.seeds)):
        if time.process_time() > 60 * options.minutes:
            break
        if seed not in runs:
            runs[seed] = trained(int(seed), timed=int(seed) < TIMED, **SETTINGS)
            command = f"python calibration/lunar.py --seeds {len(runs)}"
            found = {"settings": SETTINGS, "lent": lent(runs), "runs": runs}
            recorded_measures.write(NAME, command, found)


if __name__ == "__main__":
    main()
