"""Misconceptions about linear_fa: which features, which actions, and how they meet theta."""

import numpy as np

from autograder.judging.rules import (
    ARGUMENTS_MODIFIED,
    MISSING_RETURN,
    RIGHT,
    Misconception,
    combine,
    explain,
    modified,
    raised,
    returns_nothing,
    values,
)
from autograder.judging.student import Student
from autograder.student.inside.remote import FAKE_PHI
from solutions.phi import phi

MISCONCEPTIONS = (
    Misconception(
        "action_ignored",
        "l'état est employé à la place de phi(état, action)",
        "Sans phi, toutes les actions reçoivent la même Q-valeur : theta · état ne dépend pas de"
        " l'action.",
        "appelez phi(state, action) pour chaque action de la liste.",
    ),
    Misconception(
        "inverted_sign",
        "le signe est inversé",
        "Chaque Q-valeur est l'opposé de celle qui est attendue.",
        "la Q-valeur est le produit scalaire de theta et de phi(state, action), sans signe moins.",
    ),
    Misconception(
        "fixed_actions",
        "l'argument actions est ignoré",
        "La fonction évalue toujours les mêmes actions (0, puis 1), alors que l'appelant peut en"
        " demander d'autres, ou dans un autre ordre.",
        "bouclez sur actions : c'est cette liste qui fixe le nombre et l'ordre des Q-valeurs.",
    ),
    Misconception(
        "counted_actions",
        "les actions sont comptées au lieu d'être lues",
        "range(len(actions)) donne 0, 1, 2… et non les actions de la liste : le résultat n'est"
        " juste que si l'on demande les actions 0, 1, … dans cet ordre.",
        "parcourez les éléments : for action in actions.",
    ),
    Misconception(
        "first_action_only",
        "seule la première action est évaluée",
        "Le résultat ne contient que la Q-valeur de la première action : un return placé dans la"
        " boucle arrête la fonction dès son premier tour.",
        "accumulez les Q-valeurs dans une liste et renvoyez-la après la boucle.",
    ),
    Misconception(
        "last_action_only",
        "seule la dernière action est évaluée",
        "Le résultat ne contient que la Q-valeur de la dernière action : la variable de la boucle"
        " est remplacée à chaque tour.",
        "accumulez les Q-valeurs dans une liste et renvoyez-la après la boucle.",
    ),
    Misconception(
        "reversed_order",
        "les Q-valeurs sortent dans l'ordre inverse",
        "La i-ème Q-valeur doit être celle de la i-ème action de la liste ; ici, la liste est"
        " parcourue à l'envers.",
        "gardez l'ordre de actions ; append ajoute à la fin, insert(0, …) au début.",
    ),
    Misconception(
        "sorted_order",
        "les actions sont triées",
        "La i-ème Q-valeur doit être celle de la i-ème action reçue, même quand la liste n'est pas"
        " en ordre croissant.",
        "gardez l'ordre de actions, sans sorted ni set.",
    ),
    Misconception(
        "no_sum",
        "le produit terme à terme n'est pas additionné",
        "theta * phi donne un vecteur de 4 produits par action ; le produit scalaire est leur"
        " somme, un seul nombre par action.",
        "employez l'opérateur @ ou np.dot, ou additionnez les 4 produits.",
    ),
    Misconception(
        "mean_not_sum",
        "la moyenne des produits au lieu de leur somme",
        "Le produit scalaire additionne les produits des composantes ; leur moyenne est quatre fois"
        " trop petite.",
        "np.sum, ou l'opérateur @, au lieu de np.mean.",
    ),
    Misconception(
        "sum_over_actions",
        "la somme est prise sur les actions",
        "L'axe 0 est celui des actions : en additionnant sur lui, on mélange les actions et on"
        " garde les composantes.",
        "additionnez sur l'axe des composantes (axis=1) : il reste un nombre par action.",
    ),
    Misconception(
        "total_sum",
        "un seul nombre pour toutes les actions",
        "La somme porte sur les composantes et sur les actions à la fois : les Q-valeurs sont"
        " confondues en un seul nombre.",
        "additionnez sur l'axe des composantes seulement (axis=1).",
    ),
    Misconception(
        "column",
        "une colonne au lieu d'un tableau à une dimension",
        "Les valeurs sont justes, mais le tableau est de forme (n, 1) ou (1, n) : comparé plus tard"
        " à un tableau (n,), il s'étendrait en un tableau (n, n).",
        "le résultat attendu est de forme (len(actions),).",
    ),
    Misconception(
        "maximum_only",
        "la plus grande Q-valeur au lieu de toutes",
        "La fonction ne renvoie que le maximum ; le choix de l'action revient à la politique, qui a"
        " besoin de toutes les Q-valeurs.",
        "renvoyez une Q-valeur par action de la liste.",
    ),
    Misconception(
        "argmax_index",
        "l'indice de la meilleure action au lieu des Q-valeurs",
        "La fonction renvoie l'argmax ; le choix de l'action revient à la politique, qui a besoin"
        " de toutes les Q-valeurs.",
        "renvoyez une Q-valeur par action de la liste.",
    ),
    Misconception(
        "same_action",
        "phi est toujours appelée avec la même action",
        "Toutes les Q-valeurs sont celles d'une seule action : la variable de la boucle ne sert"
        " pas.",
        "passez à phi l'action que la boucle parcourt.",
    ),
    Misconception(
        "phi_on_list",
        "phi est appelée une seule fois, avec toute la liste",
        "phi attend une action. Une liste n'est jamais égale à 1, et un tableau d'actions n'a pas"
        " une seule réponse à cette question.",
        "appelez phi une fois par action de la liste.",
    ),
    Misconception(
        "arguments_swapped",
        "les arguments de phi sont intervertis",
        "phi reçoit l'action à la place de l'état : la comparaison à 1 porte alors sur un tableau.",
        "l'ordre est phi(state, action).",
    ),
    Misconception(
        "formula_in_action",
        "phi est récrite par une formule qui ne vaut que pour les actions 0 et 1",
        "2·action − 1 donne bien −1 et 1 pour les actions 0 et 1, mais autre chose ensuite : phi"
        " donne −état pour toute action différente de 1.",
        "appelez phi au lieu de la récrire.",
    ),
    Misconception(
        "theta_ignored",
        "theta ne sert pas",
        "Le résultat additionne les caractéristiques sans les pondérer : il ne dépend pas de ce que"
        " l'agent a appris.",
        "chaque composante de phi est multipliée par celle de theta, puis on additionne.",
    ),
    Misconception(
        "probabilities",
        "les Q-valeurs sont changées en probabilités",
        "Une softmax ramène les valeurs entre 0 et 1 : ce ne sont plus des rendements espérés, et"
        " les cibles ne pourraient plus s'y comparer.",
        "renvoyez les produits scalaires tels quels.",
    ),
    Misconception(
        "duplicates_removed",
        "une action demandée deux fois n'est évaluée qu'une fois",
        "Le résultat a moins d'éléments que la liste : la i-ème Q-valeur n'est plus celle de la"
        " i-ème action.",
        "parcourez la liste telle quelle, sans set ni dictionnaire.",
    ),
    Misconception(
        "indexed_by_action",
        "la Q-valeur est rangée à l'indice de l'action",
        "La i-ème case est celle de la i-ème action de la liste, et non celle de l'action i : pour"
        " actions = [1], il n'y a pas de case 1.",
        "avec enumerate(actions), rangez à l'indice i, ou employez append.",
    ),
    Misconception(
        "fixed_size",
        "le résultat a toujours deux cases",
        "Le tableau est créé pour deux actions, alors que la liste peut en contenir une ou trois.",
        "créez-le avec len(actions) cases, ou employez append.",
    ),
    Misconception(
        "whole_numbers",
        "les Q-valeurs perdent leurs décimales",
        "Le tableau qui les reçoit est un tableau d'entiers, qui tronque ce qu'on y range :"
        " np.zeros_like(actions) a le type de actions.",
        "np.zeros(len(actions)) crée un tableau de nombres à virgule.",
    ),
    Misconception(
        "labelled_values",
        "chaque Q-valeur est accompagnée de son action",
        "Le résultat est un dictionnaire ou une liste de paires, alors que la politique et les"
        " cibles cherchent la plus grande valeur d'un tableau de nombres.",
        "renvoyez les Q-valeurs seules : l'ordre de actions dit déjà à qui elles sont.",
    ),
    MISSING_RETURN,
    ARGUMENTS_MODIFIED,
)
ACTION_LISTS = 2 * ([0, 1], [1, 0], [2, 0, 1], [1], [0, 2], [2, 1, 0], [1, 0, 2], [1, 1, 0])


def probes(seed: int) -> list[tuple]:
    """Random weights and states, for lists of actions in and out of order."""
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=4), rng.normal(size=4), actions) for actions in ACTION_LISTS]


CALLS = probes(910)
FEATURES = (
    (RIGHT, lambda s, a: FAKE_PHI[a] @ s),  # phi is called: the neutral one answers
    (RIGHT, phi),  # phi is written again inside the function
    ("action_ignored", lambda s, a: s),
    ("inverted_sign", lambda s, a: -FAKE_PHI[a] @ s),
    ("inverted_sign", lambda s, a: -phi(s, a)),
    ("same_action", lambda s, a: FAKE_PHI[0] @ s),
    ("same_action", lambda s, a: FAKE_PHI[1] @ s),
    ("phi_on_list", lambda s, a: FAKE_PHI[a].T @ s),  # what numpy makes of a list of actions
    ("formula_in_action", lambda s, a: (2 * a - 1) * s),
    ("formula_in_action", lambda s, a: s if a else -s),
)
ACTIONS = (
    (RIGHT, lambda actions: actions),
    ("fixed_actions", lambda actions: [0, 1]),
    ("counted_actions", lambda actions: list(range(len(actions)))),
    ("first_action_only", lambda actions: actions[:1]),
    ("last_action_only", lambda actions: actions[-1:]),
    ("reversed_order", lambda actions: actions[::-1]),
    ("sorted_order", sorted),
    ("sorted_order", lambda actions: sorted(set(actions))),
    ("duplicates_removed", lambda actions: list(dict.fromkeys(actions))),
)
PRODUCTS = (
    (RIGHT, lambda features, theta: features @ theta),
    ("no_sum", lambda features, theta: features * theta),
    ("mean_not_sum", lambda features, theta: (features * theta).mean(axis=1)),
    ("sum_over_actions", lambda features, theta: (features * theta).sum(axis=0)),
    ("total_sum", lambda features, theta: (features @ theta).sum()),
    ("column", lambda features, theta: (features @ theta)[:, None]),
    ("column", lambda features, theta: (features @ theta)[None, :]),
    ("maximum_only", lambda features, theta: (features @ theta).max()),
    ("argmax_index", lambda features, theta: (features @ theta).argmax()),
    ("theta_ignored", lambda features, theta: features.sum(axis=1)),
    ("probabilities", lambda features, theta: _softmax(features @ theta)),
)
SINGLE = (  # a number, and no longer a table, when a loop keeps one action
    ("first_action_only", lambda features, theta: (features @ theta)[0]),
    ("last_action_only", lambda features, theta: (features @ theta)[-1]),
)
PLACES = (  # where each Q-value goes, for the actions that were asked for
    (RIGHT, lambda q_vals, actions: q_vals),
    ("indexed_by_action", lambda q_vals, actions: _filled(len(actions), actions, q_vals)),
    ("fixed_size", lambda q_vals, actions: _filled(2, range(len(actions)), q_vals)),
    ("fixed_size", lambda q_vals, actions: _filled(2, actions, q_vals)),
    ("whole_numbers", lambda q_vals, actions: np.trunc(q_vals)),
    ("labelled_values", lambda q_vals, actions: np.column_stack([actions, q_vals])),
)
RULES = combine(FEATURES, ACTIONS, (*PRODUCTS, *SINGLE), PLACES)
NO_SLIP = [rule for rule in RULES if not rule.slips]


def _softmax(q_vals):
    powers = np.exp(q_vals)
    return powers / powers.sum()


def _filled(size, positions, q_vals):
    array = np.zeros(size)
    array[list(positions)] = q_vals
    return array


def slips(student: Student) -> list[str]:
    """The mistakes that explain what linear_fa gives, whatever the student's phi does."""
    outcomes = student.outcomes("linear_fa", CALLS, spies=("phi",))
    if returns_nothing(outcomes):
        return ["missing_return"]
    if all(isinstance(outcome.value, dict) for outcome in outcomes):
        return ["labelled_values"]
    found = explain(values(outcomes), CALLS, RULES, compute) or ()
    if found == ("phi_on_list",) or all(outcome.error for outcome in outcomes):
        found = _with_own_phi(student, found)
    changed = modified(outcomes, CALLS, [0, 1])
    return [*found, *(["arguments_modified"] if changed else [])]


def _with_own_phi(student, found):
    """The explanation, unless the student's own phi refutes it: it may take a list of actions."""
    outcomes = student.outcomes("linear_fa", CALLS)
    if explain(values(outcomes), CALLS, NO_SLIP, compute) == ():
        return ()
    if not found and raised(outcomes, "truth value of an array"):
        return ("arguments_swapped",)
    return found


def compute(theta, state, actions, features, chosen, product, place):
    """The Q-values that a rule gives."""
    table = np.array([features(state, action) for action in chosen(actions)])
    return place(product(table, theta), actions)
