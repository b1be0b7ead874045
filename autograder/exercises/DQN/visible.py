"""What students can check of DQN while they work: small agents whose weights are written."""

import numpy as np

from autograder.exercises.DQN.mistakes import MISTAKES, RULES, compute
from autograder.judging.chance import binomial_bounds
from autograder.judging.visible import prose, rounded, wrong_values
from autograder.training.networks import outputs

ERROR = 1e-8  # of a right law refused, for each count
ACTIONS = 3


def network(seed: int, states: int = 2, hidden: int = 3) -> list[np.ndarray]:
    """Weights and biases with two decimals, which read well."""
    rng = np.random.default_rng(seed)
    shapes = [(hidden, states), (hidden,), (ACTIONS, hidden), (ACTIONS,)]
    return [rng.normal(size=shape).round(2) for shape in shapes]


AGENT = network(61)
STATES = np.random.default_rng(64).normal(size=(8, 2)).round(2)
DRAWS = ((0.0, 60), (1.0, 300), (0.5, 400), (0.05, 600))
MIXES = ((network(65), network(66), 0.25), (network(67), network(68), 0.9))


def _law(best, epsilon):
    """The probability of each action."""
    return [epsilon / ACTIONS + (1 - epsilon) * (action == best) for action in range(ACTIONS)]


def _others(best, epsilon):
    return [1 - epsilon if one == best else epsilon / (ACTIONS - 1) for one in range(ACTIONS)]


def _two_only(best, epsilon):
    return [epsilon / 2 * (one < 2) + (1 - epsilon) * (one == best) for one in range(ACTIONS)]


WRONG_LAWS = (
    (MISTAKES.greedy_only, lambda best, epsilon: _law(best, 0.0)),
    (MISTAKES.random_only, lambda best, epsilon: _law(best, 1.0)),
    (MISTAKES.inverted_epsilon, lambda best, epsilon: _law(best, 1 - epsilon)),
    (MISTAKES.other_actions_only, _others),
    (MISTAKES.some_actions_never_explored, _two_only),
    *((MISTAKES.fixed_epsilon, lambda best, _, at=at: _law(best, at)) for at in (0.1, 0.01)),
)


def _bounds(law, best):
    """How often each action may come, at each epsilon."""
    return [
        {
            str(action): binomial_bounds(draws, min(p, 1.0), ERROR)
            for action, p in enumerate(law(best, epsilon))
            if p
        }
        for epsilon, draws in DRAWS
    ]


def checks() -> dict:
    q_vals = outputs(AGENT, STATES)
    best = int(q_vals[0].argmax())
    greedy = [
        (MISTAKES.worst_action, q_vals.argmin(axis=1)),
        (MISTAKES.value_not_action, q_vals.max(axis=1)),
        (MISTAKES.no_batch_dimension, np.zeros(len(q_vals))),
    ]
    mixed = wrong_values(MIXES, RULES, compute)
    right = _bounds(_law, best)
    found = [mistake for mistake, _ in (*greedy, *WRONG_LAWS)]
    seen = ("array_action", "tensors_shared", "network_replaced", "other_updated", "both_updated")
    return {
        "sorte": "agent",
        "fonction": "DQN",
        "poids": list(map(rounded, AGENT)),
        "etats": rounded(STATES),
        "gloutonnes": q_vals.argmax(axis=1).tolist(),
        "sondes": [
            {"epsilon": epsilon, "tirages": draws, "bornes": bounds}
            for (epsilon, draws), bounds in zip(DRAWS, right, strict=True)
        ],
        "melanges": [
            {
                "soi": list(map(rounded, mine)),
                "autre": list(map(rounded, theirs)),
                "tau": tau,
                "juste": [
                    rounded((1 - tau) * one + tau * other)
                    for one, other in zip(mine, theirs, strict=True)
                ],
            }
            for mine, theirs, tau in MIXES
        ],
        "fausses": {
            "gloutonnes": [[mistake.id, rounded(actions)] for mistake, actions in greedy],
            "tirages": [[mistake.id, _bounds(law, best)] for mistake, law in WRONG_LAWS],
            "melanges": mixed,
        },
        "meprises": prose(MISTAKES, {*(m.id for m in found), *(m for m, _ in mixed), *seen}),
    }
