"""What students can check of train_dqn while they work: an agent and its target, seen at work."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercises.train_dqn.mistakes import MISTAKES, rhythms
from autograder.judging.mistakes import Mistake
from autograder.judging.visible import rounded
from autograder.training import visible

OWN: dict[str, Any] = {
    "env_id": "CartPole-v1",
    "batch_size": 6,
    "buffer_size": 40,
    "tau": 0.25,
    "training_interval": 3,
}
ELSEWHERE = "EpisodesEcrits-v1"
SHORT = {"n_trajectories": 3, "batch_size": 8, "lr": 0.01}
RUNS: tuple[dict[str, Any], ...] = (
    {"n_trajectories": 4, "seed": 11, "gamma": 0.9, "batch_size": 12, "lr": 0.01, "tau": 0.3},
    {"n_trajectories": 3, "seed": 12, "batch_size": 8, "lr": 0.01, "training_interval": 2},
)
STATES = np.random.default_rng(95).normal(size=(8, 4)).round(2)


def checks() -> dict:
    from solutions.train_dqn import train_dqn  # torch takes seconds to import

    runs = [
        {"arguments": run, "poids": train_dqn(**run).predict_on_batch(STATES.astype(np.float32))}
        for run in RUNS
    ]
    found = visible.checks("train_dqn", MISTAKES, q="", short=SHORT, runs=runs, near=2e-3)
    lengths, size, interval = visible.lengths(), OWN["batch_size"], OWN["training_interval"]
    steps = range(1, sum(lengths) + 1)
    due = [int(step % interval == 0 and step >= size) for step in steps]
    late = [int(step % interval == 0 and step > size) for step in steps]
    wrong: list[tuple[Mistake, Sequence[int]]] = [
        (MISTAKES.more_than, late),
        *rhythms(lengths, size, interval),
    ]
    return found | {
        "sorte": "boucle_a_cible",
        "arguments": {**visible.ARGUMENTS, **OWN},
        "ailleurs": ELSEWHERE,
        "mises_a_jour": due,
        "fausses": {
            **found["fausses"],
            "rythme": [[mistake.id, list(map(int, rule))] for mistake, rule in wrong],
        },
        "parties": [{**one, "etats": rounded(STATES)} for one in found["parties"]],
    }
