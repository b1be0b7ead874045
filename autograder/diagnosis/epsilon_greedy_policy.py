"""Misconceptions about epsilon_greedy_policy: a rule is a law of chance over what comes back.

A rule explains the draws when every count lies within exact binomial bounds and nothing came out
that the rule excludes.
"""

import functools
from collections import Counter
from dataclasses import dataclass

import numpy as np

from autograder.checking import as_array
from autograder.diagnosis.rules import MISSING_RETURN, RIGHT, Misconception, combine, is_whole
from autograder.hidden_tests.probes import binomial_bounds
from autograder.student.messages import Discrete
from autograder.student.proxy import Student, call

MISCONCEPTIONS = (
    Misconception(
        "always_greedy",
        "la politique n'explore jamais",
        "L'action est toujours celle de plus grande Q-valeur, même avec epsilon = 1 : l'agent"
        " n'essaierait jamais autre chose que ce qu'il croit déjà.",
        "avec probabilité epsilon, tirez l'action par action_space.sample().",
    ),
    Misconception(
        "always_random",
        "la politique n'est jamais gloutonne",
        "L'action est toujours tirée au hasard, même avec epsilon = 0 : ce qui est appris ne sert"
        " pas à choisir.",
        "avec probabilité 1 − epsilon, prenez l'argmax des Q-valeurs.",
    ),
    Misconception(
        "inverted_epsilon",
        "le rôle d'epsilon est inversé",
        "L'action est tirée au hasard avec probabilité 1 − epsilon : epsilon = 0 donne une"
        " politique entièrement aléatoire.",
        "vérifiez le sens de la comparaison entre epsilon et le nombre tiré.",
    ),
    Misconception(
        "fixed_epsilon",
        "epsilon ne change rien",
        "La part d'actions aléatoires est la même pour tous les epsilon : l'argument reçu est"
        " ignoré ou remplacé.",
        "employez l'argument epsilon tel quel, sans constante à sa place.",
    ),
    Misconception(
        "argmin",
        "la plus petite Q-valeur au lieu de la plus grande",
        "L'action gloutonne est celle dont on attend le plus : la politique choisit ici la pire.",
        "np.argmax au lieu de np.argmin.",
    ),
    Misconception(
        "largest_magnitude",
        "la plus grande valeur absolue au lieu de la plus grande Q-valeur",
        "Une Q-valeur très négative annonce une mauvaise action, même si sa valeur absolue est"
        " grande.",
        "comparez les Q-valeurs avec leur signe.",
    ),
    Misconception(
        "value_not_index",
        "la Q-valeur au lieu de l'action",
        "La fonction renvoie la plus grande Q-valeur, et non l'indice de l'action qui l'atteint :"
        " l'environnement ne pourrait pas la jouer.",
        "np.argmax donne l'indice, np.max la valeur.",
    ),
    Misconception(
        "constant_action",
        "toujours la même action au lieu de la meilleure",
        "Hors de l'exploration, l'action ne dépend pas des Q-valeurs.",
        "avec probabilité 1 − epsilon, prenez l'argmax des Q-valeurs.",
    ),
    Misconception(
        "last_action_never_explored",
        "la dernière action n'est jamais explorée",
        "np.random.randint et range excluent leur borne supérieure : avec n − 1, la dernière action"
        " ne peut pas sortir.",
        "action_space.sample() tire parmi toutes les actions.",
    ),
    Misconception(
        "without_action_space",
        "l'espace d'actions reçu est ignoré",
        "L'action explorée est tirée parmi 0, 1, … n − 1, alors que l'espace reçu peut commencer"
        " ailleurs.",
        "tirez l'action par action_space.sample().",
    ),
    Misconception(
        "other_actions_only",
        "l'exploration exclut l'action gloutonne",
        "Avec probabilité epsilon, l'action est tirée parmi toutes les actions, y compris la"
        " meilleure ; ici, elle n'est tirée que parmi les autres.",
        "action_space.sample() suffit, sans écarter l'argmax.",
    ),
    Misconception(
        "distribution",
        "une distribution de probabilités au lieu d'une action",
        "La fonction renvoie les probabilités des actions ; l'appelant attend une action, tirée"
        " selon ces probabilités.",
        "tirez un nombre entre 0 et 1, comparez-le à epsilon et renvoyez une seule action.",
    ),
    Misconception(
        "float_action",
        "l'action est un nombre à virgule",
        "L'environnement attend un entier : 1.0 n'est pas une action valide.",
        "np.argmax et action_space.sample() donnent déjà des entiers ; sinon, int(…).",
    ),
    MISSING_RETURN,
)
ERROR = 1e-6  # of a right law refused, for each count


@dataclass(frozen=True)
class Probe:
    """Many calls with the same arguments."""

    q_vals: tuple[float, ...]
    epsilon: float
    start: int = 0
    draws: int = 200


# In the two greedy probes, the argmax, the argmin and the largest magnitude never coincide.
FIRST = (0.25, -1.5, 2.5, -0.75)
SECOND = (-4.5, 1.25, 0.5, -0.25)
PROBES = (
    Probe(FIRST, 0.0, draws=60),
    Probe(SECOND, 0.0, draws=60),
    Probe(FIRST, 0.2),
    Probe(FIRST, 0.8),
    Probe(SECOND, 1.0),
    Probe((5.5, 0.5, 1.5), 1.0, start=5),
)
# The action taken when the policy is greedy.
GREEDY = (
    (RIGHT, np.argmax),
    ("argmin", np.argmin),
    ("largest_magnitude", lambda q: np.argmax(np.abs(q))),
    ("value_not_index", np.max),
    ("missing_return", lambda q: None),
    *(("constant_action", lambda q, index=index: index) for index in range(4)),
)
# The equally likely actions of exploration, for n actions from `start` on, and the greedy one.
EXPLORED = (
    (RIGHT, lambda n, start, greedy: range(start, start + n)),
    ("last_action_never_explored", lambda n, start, greedy: range(n - 1)),
    ("last_action_never_explored", lambda n, start, greedy: range(start, start + n - 1)),
    ("without_action_space", lambda n, start, greedy: range(n)),
    ("other_actions_only", lambda n, start, greedy: set(range(start, start + n)) - {greedy}),
    ("other_actions_only", lambda n, start, greedy: set(range(n)) - {greedy}),
    ("missing_return", lambda n, start, greedy: [None]),
)
# The probability of exploring.
CHANCES = (
    (RIGHT, lambda epsilon, estimate: epsilon),
    ("always_greedy", lambda epsilon, estimate: 0.0),
    ("always_random", lambda epsilon, estimate: 1.0),
    ("inverted_epsilon", lambda epsilon, estimate: 1 - epsilon),
    ("fixed_epsilon", lambda epsilon, estimate: estimate),
)
RULES = combine(GREEDY, EXPLORED, CHANCES)
bounds = functools.cache(binomial_bounds)


def slips(student: Student) -> list[str]:
    """The mistakes that explain what came out of many calls."""
    outcomes = student.script(
        [
            call(
                "epsilon_greedy_policy",
                np.array(probe.q_vals),
                Discrete(len(probe.q_vals), start=probe.start),
                probe.epsilon,
                repeat=probe.draws,
            )
            for probe in PROBES
        ],
        seed=950,
    )
    draws = [outcome.unwrap() for outcome in outcomes]
    if all(_is_distribution(value) for drawn in draws for value in drawn):
        return ["distribution"]
    if all(value is None for drawn in draws for value in drawn):
        return ["missing_return"]
    found = _law([Counter(map(_plain, drawn)) for drawn in draws])
    if found is None:
        return []
    return [*found, *(["float_action"] if _some_float(found, draws) else [])]


def _law(counts):
    """The slips of the simplest law that explains the counts, None when there is none."""
    for rule in RULES:
        if all(
            plausible(
                count, law(probe, *rule.options, _estimate(counts, rule.options)), probe.draws
            )
            for count, probe in zip(counts, PROBES, strict=True)
        ):
            return list(dict.fromkeys(rule.slips))
    return None


def _estimate(counts, options):
    """The share of exploration seen over all the draws, were it the same everywhere."""
    greedy, explored, _ = options
    away = total = 0.0
    for count, probe in zip(counts, PROBES, strict=True):
        action = _plain(greedy(np.array(probe.q_vals)))
        others = list(explored(len(probe.q_vals), probe.start, action))
        away += probe.draws - count[action]
        total += probe.draws * sum(other != action for other in others) / len(others)
    return min(1.0, away / total) if total else 0.0


def law(probe: Probe, greedy, explored, chance, estimate: float) -> dict:
    """The probability of each value that a rule may return."""
    action = _plain(greedy(np.array(probe.q_vals)))
    explores = chance(probe.epsilon, estimate)
    probabilities = Counter({action: 1 - explores})
    others = list(explored(len(probe.q_vals), probe.start, action))
    for other in others:
        probabilities[other] += explores / len(others)
    return {value: p for value, p in probabilities.items() if p > 0}


def plausible(count: Counter, probabilities: dict, draws: int) -> bool:
    """Whether these counts may come from this law."""
    if set(count) - set(probabilities):
        return False
    return all(
        low <= count[value] <= high
        for value, probability in probabilities.items()
        for low, high in [bounds(draws, min(probability, 1.0), ERROR)]
    )


def _plain(value):
    """A drawn value as a number, None as it is, anything else as a text that no law gives."""
    array = as_array(value)
    if array is not None and array.size == 1:
        return array.item()
    return None if value is None else type(value).__name__


def _is_distribution(value):
    array = as_array(value)
    return array is not None and array.ndim == 1 and array.size > 1 and np.isclose(array.sum(), 1)


def _some_float(found, draws):
    """Whether an action is a float although it is not a Q-value."""
    values = [value for drawn in draws for value in drawn if value is not None]
    return "value_not_index" not in found and not all(map(is_whole, values))
