"""Misconceptions about epsilon_greedy_policy: a rule is a law of chance over what comes back.

A rule explains the draws when every count lies within exact binomial bounds and nothing came out
that the rule excludes.
"""

import functools
from collections import Counter
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.fairness import binomial_bounds
from autograder.judging.rules import (
    ARGUMENTS_MODIFIED,
    MISSING_RETURN,
    RIGHT,
    Misconception,
    combine,
    is_whole,
    modified,
    raised,
)
from autograder.judging.student import Student, call
from autograder.student.wire import Discrete

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
        "altered_epsilon",
        "la probabilité d'explorer n'est pas epsilon",
        "Les deux branches sont justes, mais epsilon est multiplié, borné, ou comparé à un nombre"
        " trop grossier (un parmi dix). Quant à 1 − ε + ε/n, c'est la probabilité totale de"
        " l'action gloutonne : l'exploration, qui peut la tirer aussi, en fournit le ε/n.",
        "comparez l'argument epsilon, tel quel, à np.random.rand().",
    ),
    Misconception(
        "normal_draw",
        "le nombre comparé à epsilon suit une loi normale",
        "np.random.randn (ou normal) donne un nombre négatif une fois sur deux : même avec"
        " epsilon = 0, la moitié des actions seraient tirées au hasard.",
        "np.random.rand(), sans n à la fin, tire uniformément entre 0 et 1.",
    ),
    Misconception(
        "integer_draw",
        "le nombre comparé à epsilon est un entier",
        "random.randint(0, 1) vaut 0 ou 1, np.random.randint(0, 1) vaut toujours 0 : la comparaison"
        " avec epsilon a la même probabilité pour presque tous les epsilon.",
        "np.random.rand() ou random.random() tire un nombre à virgule entre 0 et 1.",
    ),
    Misconception(
        "no_draw",
        "pour un même epsilon, la politique explore toujours ou jamais",
        "epsilon est comparé à un nombre qui ne change pas d'un appel à l'autre : une constante, ou"
        " un tirage dont la graine est remise à chaque appel.",
        "tirez un nouveau nombre à chaque appel, sans fixer de graine dans la fonction.",
    ),
    Misconception(
        "regular_exploration",
        "l'exploration revient à intervalles réguliers",
        "La proportion d'actions tirées est la bonne, mais compter les appels rend l'exploration"
        " prévisible : elle pourrait toujours tomber au même moment d'un épisode.",
        "tirez un nouveau nombre à chaque appel : np.random.rand() < epsilon.",
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
        "Hors de l'exploration, l'action ne dépend pas des Q-valeurs : l'argmax est peut-être celui"
        " d'autre chose, comme l'état, une variable du cahier, ou q_vals[0], qui est un nombre.",
        "avec probabilité 1 − epsilon, prenez l'argmax des Q-valeurs reçues.",
    ),
    Misconception(
        "two_actions_only",
        "seules les deux premières Q-valeurs sont comparées",
        "L'environnement du cahier n'a que deux actions, mais q_vals peut en compter davantage.",
        "np.argmax compare toutes les Q-valeurs.",
    ),
    Misconception(
        "batch_axis",
        "q_vals est traité comme un lot",
        "q_vals est un vecteur : les Q-valeurs d'un seul état, une par action. Il n'a pas d'axe 1.",
        "np.argmax(q_vals), sans axe.",
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
        "L'action explorée est tirée parmi 0, 1, …, n − 1, ou de l'espace d'un environnement du"
        " cahier, alors que l'espace reçu peut être différent.",
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
    Misconception(
        "array_action",
        "l'action est dans un tableau",
        "La fonction renvoie une liste ou un tableau qui contient l'action : np.where et"
        " np.argwhere donnent tous les indices trouvés, même s'il n'y en a qu'un.",
        "np.argmax donne directement un indice.",
    ),
    MISSING_RETURN,
    ARGUMENTS_MODIFIED,
)
ERROR = 1e-8  # of a right law refused, for each count


@dataclass(frozen=True)
class Probe:
    """Many calls with the same arguments."""

    q_vals: tuple[float, ...]
    epsilon: float
    start: int = 0
    draws: int = 1000


# Over both vectors, the argmax, the argmin, the largest magnitude and a constant always differ.
FIRST = (0.25, -1.5, 2.5, -0.75)
SECOND = (-4.5, 1.25, 0.5, -0.25)
PROBES = (
    Probe(FIRST, 0.0),
    Probe(SECOND, 0.0, draws=60),
    Probe(FIRST, 0.01),
    Probe(FIRST, 0.2),
    Probe(FIRST, 0.5),
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
    ("two_actions_only", lambda q: int(q[1] > q[0])),
    ("missing_return", lambda q: None),
    *(("constant_action", lambda q, index=index: index) for index in range(4)),
)
# The equally likely actions of exploration, for n actions from `start` on, and the greedy one.
EXPLORED = (
    (RIGHT, lambda n, start, greedy: range(start, start + n)),
    ("last_action_never_explored", lambda n, start, greedy: range(n - 1)),
    ("last_action_never_explored", lambda n, start, greedy: range(start, start + n - 1)),
    ("without_action_space", lambda n, start, greedy: range(n)),
    ("without_action_space", lambda n, start, greedy: range(2)),
    ("other_actions_only", lambda n, start, greedy: set(range(start, start + n)) - {greedy}),
    ("other_actions_only", lambda n, start, greedy: set(range(n)) - {greedy}),
    ("missing_return", lambda n, start, greedy: [None]),
)
# The probability of exploring, for an epsilon; `everywhere` and `here` are the shares of
# exploration seen over all the probes and in this one.
CHANCES = (
    (RIGHT, lambda epsilon, everywhere, here: epsilon),
    ("always_greedy", lambda epsilon, everywhere, here: 0.0),
    ("always_random", lambda epsilon, everywhere, here: 1.0),
    ("inverted_epsilon", lambda epsilon, everywhere, here: 1 - epsilon),
    ("normal_draw", lambda epsilon, everywhere, here: NormalDist().cdf(epsilon)),
    ("integer_draw", lambda epsilon, everywhere, here: 0.5 * (epsilon > 0)),
    ("integer_draw", lambda epsilon, everywhere, here: 1.0 * (epsilon > 0)),
    ("integer_draw", lambda epsilon, everywhere, here: 0.5 + 0.5 * (epsilon == 1)),
    *(
        ("no_draw", lambda epsilon, everywhere, here, limit=limit: 1.0 * (epsilon > limit))
        for limit in (0.1, 0.35, 0.65, 0.9)
    ),
    ("fixed_epsilon", lambda epsilon, everywhere, here: everywhere),
    ("altered_epsilon", lambda epsilon, everywhere, here: here),
)
# The vaguest slip comes last: any share of exploration fits it.
RULES = sorted(combine(GREEDY, EXPLORED, CHANCES), key=lambda rule: "altered_epsilon" in rule.slips)
bounds = functools.cache(binomial_bounds)


def slips(student: Student) -> list[str]:
    """The mistakes that explain what came out of many calls."""
    calls = [
        (
            np.array(probe.q_vals),
            Discrete(len(probe.q_vals), start=probe.start),
            probe.epsilon,
        )
        for probe in PROBES
    ]
    steps = [
        call("epsilon_greedy_policy", *arguments, repeat=probe.draws)
        for arguments, probe in zip(calls, PROBES, strict=True)
    ]
    outcomes = student.script(steps, seed=950)
    if raised(outcomes, "axis 1 is out of bounds"):
        return ["batch_axis"]
    draws = [outcome.unwrap() for outcome in outcomes]
    if all(_is_distribution(value) for drawn in draws for value in drawn):
        return ["distribution"]
    if all(value is None for drawn in draws for value in drawn):
        return ["missing_return"]
    found = _law([Counter(map(_plain, drawn)) for drawn in draws])
    if found is None:
        return []
    if not found and not all(map(_independent, PROBES, draws)):
        return ["regular_exploration"]
    touched = ["arguments_modified"] if modified(outcomes, calls, positions=[0]) else []
    return [*found, *touched, *_kind(found, draws)]


def _law(counts):
    """The slips of the simplest law that explains the counts, None when there is none."""
    for rule in RULES:
        everywhere = _share(PROBES, counts, rule.options)
        if all(
            plausible(count, law(probe, rule.options, everywhere, count), probe.draws)
            for probe, count in zip(PROBES, counts, strict=True)
        ):
            return list(dict.fromkeys(rule.slips))
    return None


def _share(probes, counts, options):
    """The share of exploration seen in these probes, were it the same in all of them."""
    greedy, explored, _ = options
    away = total = 0.0
    for probe, count in zip(probes, counts, strict=True):
        action = _plain(greedy(np.array(probe.q_vals)))
        others = list(explored(len(probe.q_vals), probe.start, action))
        away += probe.draws - count[action]
        total += probe.draws * sum(other != action for other in others) / len(others)
    return min(1.0, away / total) if total else 0.0


def law(probe: Probe, options: tuple, everywhere: float, count: Counter) -> dict:
    """The probability of each value that a rule may return, given what was seen."""
    greedy, explored, chance = options
    action = _plain(greedy(np.array(probe.q_vals)))
    explores = chance(probe.epsilon, everywhere, _share([probe], [count], options))
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


def _independent(probe, drawn):
    """Whether leaving the greedy action is as likely after having left it, for the right law."""
    away = np.array([_plain(value) != np.argmax(probe.q_vals) for value in drawn])
    chance = probe.epsilon * (1 - 1 / len(probe.q_vals))
    pairs = away.reshape(-1, 2).all(axis=1)
    low, high = bounds(len(pairs), chance**2, ERROR)
    return probe.epsilon == 1 or low <= pairs.sum() <= high


def _kind(found, draws):
    """Whether an action is in an array, or a float although it is not a Q-value."""
    values = [value for drawn in draws for value in drawn if value is not None]
    if any(as_array(value).ndim > 0 for value in values):
        return ["array_action"]
    return [] if "value_not_index" in found or all(map(is_whole, values)) else ["float_action"]
