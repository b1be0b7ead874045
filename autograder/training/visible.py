"""What students can check of a training loop while they work: episodes, and what comes of them.

The episodes and the arguments are not those of the hidden tests.
"""

import itertools
from typing import Any

from autograder.declarations import loop_of
from autograder.judging.mistakes import Mistakes
from autograder.judging.visible import prose, rounded
from autograder.training.episodes import Script
from autograder.training.mistakes import MISTAKES as COMMON
from autograder.training.mistakes import epsilon_sequences

# Lengths that differ from one another, ends of both kinds; the seeds from 760 on are theirs.
SCRIPT = Script(
    760,
    (
        (3, "terminated"),
        (5, "truncated"),
        (4, "terminated"),
        (6, "truncated"),
        (2, "terminated"),
    ),
)
ARGUMENTS = {
    "gamma": 0.6,
    "n_trajectories": 6,
    "batch_size": 4,
    "lr": 0.05,
    "buffer_size": 11,
    "seed": 6,
    "epsilon_decay": 0.5,
    "epsilon_min": 0.1,
}
ACTIONS = [1, 0, 0, 1, 1, 0, 1]  # what the policy is made to choose, again and again


def checks(
    exercise: str, mistakes: Mistakes, *, q: str, short: dict, runs: list[dict], near: float
) -> dict[str, Any]:
    """The checks of a training loop.

    q: the exercise that gives Q-values from weights, "" where a network does. short: the arguments
    of a real training of a second. runs: real trainings, {"arguments", "poids"}, whose weights show
    that a loop is right when no call does, as `near` as that.
    """
    declared = loop_of(exercise)
    roles = {
        "politique": declared.policy,
        "memoire": declared.memory,
        "cibles": declared.targets,
        ("mise_a_jour" if q else "perte"): declared.update,
    }
    episodes = SCRIPT.episodes(declared.environment)
    return {
        "sorte": "boucle",
        "fonction": exercise,
        "roles": roles,
        "rangements": list(declared.orders),
        "q": q,
        "arguments": ARGUMENTS,
        "episodes": [_written(episode) for episode in episodes],
        "actions": ACTIONS,
        "epsilons": _epsilons(),
        "fausses": {
            "epsilons": _wrong_epsilons(),
            "rythme": _wrong_rhythms(),
            **_wrong_columns(episodes),
        },
        "court": short,
        "parties": [{**one, "poids": rounded(one["poids"])} for one in runs],
        "pres": near,
        "meprises": prose(mistakes.naming(declared.names), [one.id for one in mistakes]),
    }


def _written(episode):
    return {
        "etats": [rounded(state) for state in episode["observations"]],
        "recompenses": episode["rewards"],
        "fin": episode["end"],
    }


def _played():
    """The length and the end of each trajectory."""
    return list(itertools.islice(itertools.cycle(SCRIPT.ends), ARGUMENTS["n_trajectories"]))


def lengths() -> list[int]:
    """The length of each trajectory that is played."""
    return [length for length, _ in _played()]


def _epsilons():
    decay, least = ARGUMENTS["epsilon_decay"], ARGUMENTS["epsilon_min"]
    return [max(decay**rank, least) for rank in range(ARGUMENTS["n_trajectories"])]


def _wrong_epsilons():
    """The epsilons of each step, under each wrong rule."""
    _, *wrong = epsilon_sequences(lengths(), ARGUMENTS["epsilon_decay"], ARGUMENTS["epsilon_min"])
    return [
        [mistake.id, rounded([epsilon for row in rows for epsilon in row])]
        for mistake, rows in wrong
    ]


def _wrong_rhythms():
    """How many updates each step makes, under each wrong rule."""
    ends = [step == length for length in lengths() for step in range(1, length + 1)]
    size = ARGUMENTS["batch_size"]
    enough = [rank >= size for rank in range(1, len(ends) + 1)]
    rules = (
        (COMMON.more_than, lambda end, enough, after: after),
        (COMMON.one_update_per_trajectory, lambda end, enough, after: enough and end),
        (COMMON.no_update_at_end, lambda end, enough, after: enough and not end),
        (COMMON.two_updates_per_step, lambda end, enough, after: 2 * enough),
    )
    after = [False, *enough[:-1]]
    return [
        [mistake.id, [int(rule(*step)) for step in zip(ends, enough, after, strict=True)]]
        for mistake, rule in rules
    ]


def _wrong_columns(episodes):
    """What is stored of the states and of the flags, under each wrong rule."""
    played = list(itertools.islice(itertools.cycle(episodes), ARGUMENTS["n_trajectories"]))
    starts = [one["observations"][0] for one in played for _ in one["rewards"]]
    after = [state for one in played for state in one["observations"][1:]]
    last = [step == length for length in lengths() for step in range(1, length + 1)]
    terminated = [
        step == length and end == "terminated"
        for length, end in _played()
        for step in range(1, length + 1)
    ]
    before = [
        flag
        for length, _ in _played()
        for flag in [False] * length  # a trajectory ends with the only step that ends it
    ]
    return {
        "etats": [
            [COMMON.state_not_advanced.id, rounded(starts)],
            [COMMON.advanced_too_early.id, rounded(after)],
        ],
        "fins": [
            [COMMON.time_limit_terminal.id, [int(flag) for flag in last]],
            [COMMON.inverted_flag.id, [int(not flag) for flag in terminated]],
            [COMMON.inverted_flag.id, [int(not flag) for flag in last]],
            [COMMON.flag_of_the_step_before.id, [int(flag) for flag in before]],
            [COMMON.flag_of_the_step_before.id, [0, *(int(flag) for flag in terminated[:-1])]],
        ],
    }
