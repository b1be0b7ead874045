"""Train the reference's `train_dqn` on LunarLander-v3: does it land, how often, in what time?

    python -m pip install "gymnasium[box2d]"
    python calibration/lunar.py [--seeds 3] [--minutes 60]

An agent is judged by the returns of a hundred greedy episodes; 200 on average is called solved.
The weights of each agent are kept, in float16, beside the measures. What is already recorded is
kept: a measure that was stopped goes on with the next seed.
"""

import argparse
import base64
import time

import cible
import gymnasium as gym
import numpy as np
import recorded_measures
import torch

from solutions.evaluer_agent import evaluer_agent
from solutions.train_dqn import train_dqn

NAME = "lunar"
ENVIRONMENT = "LunarLander-v3"
SETTINGS = {"n_trajectories": 600, "epsilon_decay": 0.99, "tau": 0.01}
JUDGED_ON = range(1000, 1100)


class Told(cible.Kept):
    """Keeps the return of each episode, and how many steps were played; tells now and then."""

    def __init__(self, environment: gym.Env, returns: list[float]):
        super().__init__(environment, returns)
        self.played = 0

    def step(self, action):
        self.played += 1
        result = super().step(action)
        if (result[2] or result[3]) and len(self.returns) % 25 == 0:
            last = np.mean(self.returns[-25:])
            print(f"{len(self.returns)} episodes, {self.played} steps, {last:.0f}", flush=True)
        return result


def trained(seed: int) -> dict:
    """The returns of the training's episodes, its steps and time, what the agent is worth."""
    told: list[Told] = []
    make = gym.make

    def followed(*args, **options):
        told.append(Told(make(*args, **options), []))
        return told[-1]

    gym.make, begun = followed, time.process_time()
    try:
        agent = train_dqn(ENVIRONMENT, seed=seed, **SETTINGS)
    finally:
        gym.make = make
    seconds = time.process_time() - begun
    return {
        "training": [round(one) for one in told[0].returns],
        "steps": told[0].played,
        "cpu_seconds": round(seconds),
        "greedy": [round(float(one)) for one in evaluer_agent(agent, ENVIRONMENT, JUDGED_ON)],
        "weights": _packed(agent),
    }


def _packed(agent):
    """All the weights, end to end, in float16 and base64."""
    weights = torch.cat([one.detach().flatten() for one in agent.network.parameters()])
    return base64.b64encode(weights.numpy().astype(np.float16).tobytes()).decode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=60.0, help="of computing, at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {}
    for seed in map(str, range(options.seeds)):
        if time.process_time() > 60 * options.minutes:
            return
        if seed not in runs:
            runs[seed] = trained(int(seed))
            recorded_measures.write(NAME, "python calibration/lunar.py", {"runs": runs})


if __name__ == "__main__":
    main()
