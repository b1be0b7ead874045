"""What students can check of epsilon_greedy_policy while they work: counts over many calls."""

from collections import Counter

from autograder.exercises.epsilon_greedy_policy.mistakes import (
    ERROR,
    MISTAKES,
    RULES,
    Probe,
    bounds,
    law,
)
from autograder.judging.visible import prose

GREEDY = (
    Probe((-1.0, 3.0), 0.0, draws=40),
    Probe((-2.0, -5.0), 0.0, draws=40),
    Probe((-5.0, -1.5), 0.0, draws=40),
    Probe((1.0, -6.0), 0.0, draws=40),
)
EXPLORING = Probe((0.0, 100.0), 1.0, draws=400), Probe((100.0, 0.0), 1.0, start=3, draws=400)
MIXED = (
    Probe((0.0, 100.0), 0.5),
    Probe((7.0, 1.0), 0.9),
    Probe((2.0, 3.0), 0.1),
    Probe((7.0, 1.0), 0.01, draws=3000),  # a number drawn among ten shows
)
PROPERTIES = (
    (
        GREEDY,
        "Avec epsilon = 0, l'action est toujours celle de la plus grande Q-valeur.",
        "avec probabilité 1 − epsilon, prenez l'argmax des Q-valeurs.",
    ),
    (
        EXPLORING,
        "Avec epsilon = 1, l'action vient toujours de action_space.sample().",
        "les actions d'un espace ne commencent pas toujours à 0 : l'espace sait les tirer.",
    ),
    (
        MIXED,
        "L'action est tirée au hasard avec probabilité epsilon.",
        "à chaque appel, comparez epsilon à un nombre tiré uniformément entre 0 et 1 ; une action"
        " tirée sur deux est la gloutonne.",
    ),
)
# Their share of exploration is what is seen: no number says it beforehand.
SEEN = {MISTAKES.fixed_epsilon, MISTAKES.altered_epsilon}


def _bounds(probe, rule):
    """How often each value may come out under a rule."""
    probabilities = law(probe, rule.options, 0.5, Counter())
    return {
        "None" if value is None else f"{value:g}": bounds(probe.draws, min(p, 1.0), ERROR)
        for value, p in probabilities.items()
    }


def _written(probe, right):
    """A probe, and what a right answer gives of it: the counts, and how many pairs of rare ones."""
    written = {
        "appel": f"epsilon_greedy_policy(np.array({list(probe.q_vals)}), "
        f"gym.spaces.Discrete(2{f', start={probe.start}' * (probe.start > 0)}), {probe.epsilon})",
        "q_vals": probe.q_vals,
        "depart": probe.start,
        "epsilon": probe.epsilon,
        "tirages": probe.draws,
        "bornes": _bounds(probe, right),
    }
    if probe in MIXED:
        pairs = bounds(probe.draws // 2, (probe.epsilon / 2) ** 2, ERROR)
        rare = min(range(2), key=lambda action: probe.q_vals[action])
        written |= {"rare": str(rare), "paires": pairs}
    return written


def checks() -> dict:
    probes = [probe for some, _, _ in PROPERTIES for probe in some]
    right, *_ = (rule for rule in RULES if not rule.mistakes)
    wrong = [rule for rule in RULES if len(rule.mistakes) == 1 and not SEEN & set(rule.mistakes)]
    false = [(rule.mistakes[0].id, [_bounds(probe, rule) for probe in probes]) for rule in wrong]
    places = iter(range(len(probes)))
    return {
        "sorte": "loi",
        "fonction": "epsilon_greedy_policy",
        "sondes": [_written(probe, right) for probe in probes],
        "proprietes": [
            {"nom": name, "piste": hint, "sondes": [next(places) for _ in some]}
            for some, name, hint in PROPERTIES
        ],
        "fausses": false,
        "meprises": prose(MISTAKES, [identifier for identifier, _ in false]),
    }
