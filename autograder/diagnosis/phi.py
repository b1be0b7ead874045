"""Misconceptions about phi: one wrong formula for the features."""

import numpy as np

from autograder.diagnosis.rules import (
    ARGUMENTS_MODIFIED,
    MISSING_RETURN,
    RIGHT,
    Misconception,
    combine,
    explain,
    modified,
    returns_nothing,
    values,
)
from autograder.hidden_tests.probes import states
from autograder.student.proxy import Student

MISCONCEPTIONS = (
    Misconception(
        "action_ignored",
        "l'action ne compte pas",
        "phi renvoie le même vecteur quelle que soit l'action : les Q-valeurs de toutes les"
        " actions seraient égales, et aucune ne pourrait être préférée.",
        "distinguez deux cas : l'action vaut 1, ou elle ne vaut pas 1.",
    ),
    Misconception(
        "inverted_sign",
        "le signe est inversé",
        "phi renvoie l'opposé de l'état pour l'action 1 et l'état pour une autre action : c'est le"
        " contraire de l'énoncé.",
        "relisez lequel des deux cas garde l'état tel quel.",
    ),
    Misconception(
        "multiplied_by_action",
        "l'état est multiplié par l'action",
        "Multiplier l'état par l'indice de l'action donne un vecteur nul pour l'action 0 : il n'en"
        " reste rien à apprendre. L'action est une étiquette, pas une quantité.",
        "comparez l'action à 1 au lieu de calculer avec elle.",
    ),
    Misconception(
        "formula_in_action",
        "une formule qui ne vaut que pour les actions 0 et 1",
        "2·action − 1 donne bien −1 et 1 pour les actions 0 et 1, mais autre chose ensuite :"
        " l'énoncé demande −état pour toute action différente de 1.",
        "comparez l'action à 1 au lieu de calculer avec elle.",
    ),
    Misconception(
        "truthy_action",
        "toute action non nulle est prise pour l'action 1",
        "« if action » est vrai pour l'action 1, mais aussi pour 2, 3… ; l'énoncé demande −état"
        " pour toute action différente de 1.",
        "écrivez la comparaison en entier : action == 1.",
    ),
    Misconception(
        "parity",
        "le signe suit la parité de l'action",
        "(−1) à une puissance qui dépend de l'action change de signe d'une action à la suivante :"
        " l'énoncé demande −état pour toute action différente de 1.",
        "comparez l'action à 1 au lieu de calculer avec elle.",
    ),
    Misconception(
        "zero_for_others",
        "les autres actions donnent un vecteur nul",
        "Pour une action différente de 1, phi renvoie des zéros : la Q-valeur de cette action"
        " serait toujours 0, quel que soit theta.",
        "dans ce cas, le résultat attendu est l'opposé de l'état.",
    ),
    Misconception(
        "absolute_value",
        "une valeur absolue au lieu de l'opposé",
        "L'opposé change le signe de chaque composante ; la valeur absolue efface les signes, et"
        " perd de quel côté le chariot se trouve.",
        "le signe moins devant le tableau suffit.",
    ),
    Misconception(
        "block_per_action",
        "un bloc de composantes par action",
        "Placer l'état dans un bloc propre à chaque action est une autre représentation, deux fois"
        " plus longue ; ici, phi garde les 4 composantes et ne change que leur signe.",
        "le résultat a la forme de l'état : (4,).",
    ),
    Misconception(
        "action_appended",
        "l'action est ajoutée à l'état",
        "Le vecteur a une composante de plus, qui contient l'action : le résultat attendu a"
        " exactement les 4 composantes de l'état.",
        "l'action choisit un signe ; elle n'entre pas dans le vecteur.",
    ),
    MISSING_RETURN,
    ARGUMENTS_MODIFIED,
)


def probes(seed: int) -> list[tuple]:
    """Random states, with actions beyond 0 and 1."""
    return [(state, action) for state in states(seed, 3) for action in (0, 1, 2, 3)]


CALLS = probes(900)


def _blocks(state, position):
    features = np.zeros((2, 4))
    features[position] = state
    return features.ravel()


FORMULAS = (
    (RIGHT, lambda s, a: s if a == 1 else -s),
    ("action_ignored", lambda s, a: s),
    ("action_ignored", lambda s, a: -s),
    ("inverted_sign", lambda s, a: -s if a == 1 else s),
    ("inverted_sign", lambda s, a: s if a == 0 else -s),
    ("multiplied_by_action", lambda s, a: s * a),
    ("multiplied_by_action", lambda s, a: -s * a),
    ("formula_in_action", lambda s, a: (2 * a - 1) * s),
    ("truthy_action", lambda s, a: s if a else -s),
    ("parity", lambda s, a: s if a % 2 else -s),
    ("parity", lambda s, a: -s if a % 2 else s),
    ("zero_for_others", lambda s, a: s if a == 1 else 0 * s),
    ("zero_for_others", lambda s, a: s if a == 1 else -s if a == 0 else 0 * s),
    ("absolute_value", lambda s, a: s if a == 1 else -np.abs(s)),
    ("absolute_value", lambda s, a: s if a == 1 else np.abs(s)),
    ("absolute_value", lambda s, a: np.abs(s) if a == 1 else -np.abs(s)),
    ("block_per_action", lambda s, a: _blocks(s, a)),
    ("block_per_action", lambda s, a: _blocks(s, 1 - a)),
    ("block_per_action", lambda s, a: _blocks(s, int(a == 1))),
    ("block_per_action", lambda s, a: _blocks(s, int(a != 1))),
    ("action_appended", lambda s, a: np.append(s, a)),
    ("action_appended", lambda s, a: np.append(a, s)),
)
RULES = combine(FORMULAS)


def slips(student: Student) -> list[str]:
    """The mistakes that explain what phi gives on the probes."""
    outcomes = student.outcomes("phi", CALLS)
    if returns_nothing(outcomes):
        return ["missing_return"]
    found = explain(values(outcomes), CALLS, RULES, compute) or ()
    changed = modified(outcomes, CALLS, [0])
    return [*found, *(["arguments_modified"] if changed else [])]


def compute(state: np.ndarray, action: int, formula) -> np.ndarray:
    """The features that a formula gives."""
    return formula(state, action)
