"""Misconceptions about phi: a wrong formula for the features, or a result of another form."""

import itertools

import numpy as np

from autograder.judging.fairness import keeps_its_results, states
from autograder.judging.rules import (
    ARGUMENTS_MODIFIED,
    MISSING_RETURN,
    RIGHT,
    Misconception,
    combine,
    explain,
    modified,
)
from autograder.judging.student import Student, StudentError

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
    Misconception(
        "only_two_actions",
        "seules les actions 0 et 1 sont prévues",
        "Pour une autre action, la fonction lève une exception ; l'énoncé demande −état pour toute"
        " action différente de 1.",
        "deux cas suffisent : l'action vaut 1, ou elle ne vaut pas 1.",
    ),
    Misconception(
        "identity_test",
        "l'action est comparée avec is et non avec ==",
        "is demande si deux noms désignent le même objet. Un espace d'actions et un tableau numpy"
        " donnent un np.int64(1), égal à 1 sans être le même objet que lui.",
        "écrivez action == 1.",
    ),
    Misconception(
        "reversed_components",
        "les composantes sont renversées au lieu de changer de signe",
        "état[::-1] donne les mêmes nombres dans l'ordre inverse : la vitesse angulaire y prend la"
        " place de la position. L'opposé change le signe et garde l'ordre.",
        "le signe moins devant le tableau suffit.",
    ),
    Misconception(
        "reciprocal",
        "l'inverse au lieu de l'opposé",
        "L'inverse de x est 1/x ; son opposé est −x.",
        "le signe moins devant le tableau suffit.",
    ),
    Misconception(
        "complement",
        "le complément à 1 au lieu de l'opposé",
        "1 − x échange 0 et 1, mais l'état n'est pas fait de zéros et de uns : l'opposé de x"
        " est −x.",
        "le signe moins devant le tableau suffit.",
    ),
    Misconception(
        "some_components",
        "une partie des composantes seulement change de signe",
        "Pour une action différente de 1, les quatre composantes changent de signe, les vitesses"
        " comme les positions.",
        "appliquez le signe moins au tableau entier.",
    ),
    Misconception(
        "component_forgotten",
        "une composante manque",
        "La première ou la dernière composante est absente ou reste à 0 : range(n) s'arrête à"
        " n − 1, et état[a:b] juste avant b.",
        "travaillez sur le tableau entier, sans boucle.",
    ),
    Misconception(
        "state_ignored",
        "le signe seul est renvoyé",
        "Le résultat ne contient que des 1 ou des −1 : l'état n'y est plus.",
        "multipliez le signe par l'état.",
    ),
    Misconception(
        "normalised",
        "l'état est ramené à une longueur de 1",
        "Diviser par la norme efface la longueur de l'état : un chariot presque immobile et un"
        " chariot lancé se ressembleraient.",
        "renvoyez l'état tel quel, au signe près.",
    ),
    Misconception(
        "extra_dimension",
        "une dimension de trop",
        "Les valeurs sont là, mais le tableau a deux dimensions : (1, 4) ou (4, 1).",
        "le résultat a la forme de l'état : (4,).",
    ),
    Misconception(
        "shared_result",
        "tous les appels renvoient le même tableau",
        "Le tableau renvoyé est créé une seule fois, hors de la fonction : chaque appel écrase le"
        " résultat du précédent, qu'un autre calcul emploie peut-être encore.",
        "créez le tableau dans la fonction.",
    ),
    MISSING_RETURN,
    ARGUMENTS_MODIFIED,
)


def probes(seed: int) -> list[tuple]:
    """Random states, with actions beyond 0 and 1, and with the 1 of a numpy array."""
    actions = (0, 1, 2, 3, np.int64(1))
    return [(state, action) for state in states(seed, 3) for action in actions]


CALLS = probes(900)


def _blocks(state, position):
    features = np.zeros((2, 4))
    features[position] = state
    return features.ravel()


def _four(features):
    if np.shape(features) != (4,):  # forgetting the component that one has appended is no mistake
        raise ValueError(features)
    return features


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
    ("only_two_actions", lambda s, a: [-s, s][a]),
    ("identity_test", lambda s, a: s if type(a) is int and a == 1 else -s),
    ("reversed_components", lambda s, a: s if a == 1 else s[::-1]),
    ("reversed_components", lambda s, a: s if a == 1 else -s[::-1]),
    ("reciprocal", lambda s, a: s if a == 1 else 1 / s),
    ("complement", lambda s, a: s if a == 1 else 1 - s),
    ("state_ignored", lambda s, a: np.full(4, 1 if a == 1 else -1)),
    ("state_ignored", lambda s, a: 1 if a == 1 else -1),
    *(
        ("some_components", lambda s, a, signs=signs: s if a == 1 else s * signs)
        for signs in itertools.product((1, -1), repeat=4)
        if -4 < sum(signs) < 4
    ),
)
FORMS = (
    (RIGHT, lambda features: features),
    ("component_forgotten", lambda features: _four(features)[:-1]),
    ("component_forgotten", lambda features: _four(features)[1:]),
    ("component_forgotten", lambda features: np.append(_four(features)[:-1], 0)),
    ("component_forgotten", lambda features: np.append(0, _four(features)[1:])),
    ("normalised", lambda features: features / (np.linalg.norm(features) or 1.0)),
    ("extra_dimension", lambda features: _four(features)[None, :]),
    ("extra_dimension", lambda features: _four(features)[:, None]),
)
RULES = combine(FORMULAS, FORMS)


def slips(student: Student) -> list[str]:
    """The mistakes that explain what phi gives on the probes."""
    outcomes = student.outcomes("phi", CALLS)
    silent = [outcome.error is None and outcome.value is None for outcome in outcomes]
    if all(silent):
        return ["missing_return"]
    answered = [i for i, nothing in enumerate(silent) if not nothing]  # a branch may have a return
    found = [None if outcomes[i].error else outcomes[i].value for i in answered]
    observed = [
        ("missing_return", any(silent)),
        ("arguments_modified", modified(outcomes, CALLS, [0])),
        ("shared_result", _shares_its_result(student, CALLS[answered[0]], CALLS[answered[-1]])),
    ]
    explained = explain(found, [CALLS[i] for i in answered], RULES, compute) or ()
    return [*explained, *(name for name, seen in observed if seen)]


def _shares_its_result(student, first, second):
    try:
        return not keeps_its_results(student, "phi", first, second)
    except StudentError:
        return False


def compute(state: np.ndarray, action: int, formula, form) -> np.ndarray:
    """The features that a formula gives, in the form in which they are returned."""
    return form(formula(state, action))
