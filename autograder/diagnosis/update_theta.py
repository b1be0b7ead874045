"""Misconceptions about update_theta: independent slips of one formula.

theta + sign · lr · factor · collect(Σ_a weights[i, a] · features(s_i, a)), where weights[i, a] is
the error for the action taken and 0 for the others. Each part has its own wrong options.
"""

import numpy as np

from autograder.checking import as_array
from autograder.diagnosis.rules import (
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
    RIGHT,
    Misconception,
    combine,
    explain,
    modified,
    raised,
)
from autograder.hidden_tests.probes import untouched
from autograder.student.proxy import Student
from autograder.student.remote import FAKE_PHI
from solutions.phi import phi

MISCONCEPTIONS = (
    Misconception(
        "ascent",
        "le gradient est monté au lieu d'être descendu",
        "Le pas va dans le sens opposé : l'erreur augmente à chaque mise à jour, et theta diverge.",
        "reprenez les signes un à un : celui de (cible − Q-valeur), celui de la dérivée, celui de"
        " la descente.",
    ),
    Misconception(
        "factor_two_missing",
        "le facteur 2 manque",
        "La dérivée d'un carré e² est 2·e·e' : sans le 2, le pas est deux fois trop court.",
        "revoyez la dérivée de la question 1.",
    ),
    Misconception(
        "factor_four",
        "le facteur 2 est compté deux fois",
        "La dérivée d'un carré e² est 2·e·e' : le pas est ici deux fois trop long.",
        "le 2 de la dérivée ne s'écrit qu'une fois.",
    ),
    Misconception(
        "sum_not_mean",
        "la somme sur le lot au lieu de la moyenne",
        "L'erreur est moyennée sur le lot : sans la division par sa taille, le pas grandit avec le"
        " nombre de transitions.",
        "divisez la somme par le nombre de transitions du lot.",
    ),
    Misconception(
        "divided_by_actions",
        "la division se fait par le nombre d'actions",
        "La moyenne porte sur les transitions du lot ; le nombre d'actions n'y a pas de part.",
        "divisez par le nombre de lignes de q_vals, et non par celui de ses colonnes.",
    ),
    Misconception(
        "divided_by_all_q_vals",
        "la division se fait par le nombre de Q-valeurs",
        "q_vals a B × n_actions éléments, mais seules comptent les B Q-valeurs des actions prises :"
        " la moyenne porte sur B termes.",
        "divisez par le nombre de transitions : q_vals.size est trop grand.",
    ),
    Misconception(
        "divided_by_features",
        "la division se fait par le nombre de composantes",
        "La moyenne porte sur les transitions du lot, et non sur les 4 composantes de l'état.",
        "divisez par le nombre de transitions du lot.",
    ),
    Misconception(
        "last_transition",
        "seule une transition du lot compte",
        "Le pas ne dépend que d'une seule transition : dans une boucle, une affectation remplace la"
        " valeur du tour précédent.",
        "accumulez les termes de toutes les transitions avant de modifier theta.",
    ),
    Misconception(
        "mean_of_components",
        "les composantes du gradient sont confondues",
        "La moyenne (ou la somme) porte aussi sur les composantes : toutes celles de theta"
        " reçoivent le même pas.",
        "précisez l'axe du lot : axis=0 garde les 4 composantes.",
    ),
    Misconception(
        "flat_take",
        "np.take sans axe ne lit que la première ligne",
        "Sans axe, np.take(q_vals, actions_taken) aplatit le tableau : les indices 0, 1… y sont"
        " ceux de la première ligne, dont les Q-valeurs servent à toutes les transitions.",
        "prenez dans la ligne i la colonne actions_taken[i] : deux indices par transition.",
    ),
    Misconception(
        "max_not_chosen",
        "la plus grande Q-valeur au lieu de celle de l'action prise",
        "La cible concerne l'action qui a été prise, même si une autre paraît meilleure : c'est"
        " elle, et elle seule, qu'il faut corriger.",
        "prenez dans la ligne i la colonne actions_taken[i].",
    ),
    Misconception(
        "all_actions",
        "l'erreur porte sur toutes les actions",
        "La cible est comparée aux Q-valeurs de toutes les actions, alors qu'on ne sait ce que vaut"
        " que l'action prise.",
        "prenez dans la ligne i la seule colonne actions_taken[i].",
    ),
    Misconception(
        "column_indexing",
        "q_vals[:, actions_taken] donne un tableau (B, B)",
        "Cette écriture prend toutes les colonnes demandées dans toutes les lignes : les"
        " transitions sont mêlées les unes aux autres.",
        "il faut un indice de ligne par transition, et non « : ».",
    ),
    Misconception(
        "fixed_action",
        "la Q-valeur d'une seule et même action",
        "Les prédictions viennent toujours de la même colonne de q_vals, quelle que soit l'action"
        " prise.",
        "prenez dans la ligne i la colonne actions_taken[i].",
    ),
    Misconception(
        "prediction_missing",
        "la Q-valeur prédite est oubliée",
        "Le pas est proportionnel à la cible seule, et non à l'erreur : theta continue à bouger"
        " même quand la prédiction est juste.",
        "l'erreur est la cible moins la Q-valeur de l'action prise.",
    ),
    Misconception(
        "action_not_value",
        "l'indice de l'action au lieu de sa Q-valeur",
        "L'erreur compare la cible au numéro de l'action, qui n'est qu'une étiquette.",
        "l'action prise sert d'indice dans q_vals ; c'est la Q-valeur qu'on compare.",
    ),
    Misconception(
        "state_not_features",
        "l'état au lieu de phi(état, action)",
        "Le gradient de la Q-valeur par rapport à theta est phi(s, a). L'état n'en a pas le signe"
        " pour toutes les actions : elles seraient toutes corrigées dans le même sens.",
        "appelez phi(s, a) pour chaque transition, avec l'action prise.",
    ),
    Misconception(
        "learning_rate_missing",
        "lr est oublié",
        "Le pas ne dépend pas du taux d'apprentissage : il est bien trop grand.",
        "multipliez le gradient par lr.",
    ),
    Misconception(
        "learning_rate_squared",
        "lr est appliqué deux fois",
        "Le pas est multiplié deux fois par lr : il est bien trop petit.",
        "multipliez le gradient par lr une seule fois.",
    ),
    Misconception(
        "theta_replaced",
        "le pas remplace theta au lieu de s'y ajouter",
        "Après l'appel, theta ne contient que le pas : ce qui a été appris auparavant est perdu.",
        "le nouveau theta est l'ancien, auquel le pas s'ajoute.",
    ),
    Misconception(
        "not_in_place",
        "theta n'est pas modifié sur place",
        "theta = theta − … crée un nouveau tableau, que seule la fonction connaît ; celui de"
        " l'appelant ne change pas.",
        "theta -= … (ou theta[:] = …) modifie le tableau reçu.",
    ),
    Misconception(
        "phi_on_batch",
        "phi est appelée sur tout le lot à la fois",
        "phi attend un état et une action : la comparaison action == 1 n'a pas de réponse unique"
        " pour un tableau d'actions.",
        "appelez phi transition par transition, puis rassemblez les résultats dans un tableau.",
    ),
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
)


def probes(seed: int) -> list[tuple]:
    """Random arguments; every action is taken, also first and last."""
    rng = np.random.default_rng(seed)
    shapes = ((5, 2, 0, 0.1), (7, 3, 1, 0.3), (6, 3, 2, 0.05), (1, 2, 1, 0.2))
    return [
        (
            rng.normal(size=4),
            rng.normal(size=(size, 4)),
            (np.arange(size) + first) % n_actions,
            rng.normal(size=size),
            rng.normal(scale=2, size=(size, n_actions)),
            lr,
        )
        for size, n_actions, first, lr in shapes
    ]


CALLS = probes(930)
POSITIONS = range(5)  # the arrays among the arguments, theta first


def _taken(targets, q_vals, taken, errors):
    """The weights that give these errors to the actions taken."""
    return np.eye(q_vals.shape[1])[taken] * np.reshape(errors, (-1, 1))


def _rows(taken):
    return np.arange(len(taken))


SIGNS = ((RIGHT, 1), ("ascent", -1))
FACTORS = ((RIGHT, 2), ("factor_two_missing", 1), ("factor_four", 4))
RATES = (
    (RIGHT, lambda lr: lr),
    ("learning_rate_missing", lambda lr: 1.0),
    ("learning_rate_squared", lambda lr: lr**2),
)
STARTS = ((RIGHT, 1), ("theta_replaced", 0))
# The error of each transition, for the action taken; `t`, `q`, `a` are arrays over the batch.
ERRORS = (
    (RIGHT, lambda t, q, a: t - q[_rows(a), a]),
    ("flat_take", lambda t, q, a: t - np.take(q, a)),
    ("max_not_chosen", lambda t, q, a: t - q.max(axis=1)),
    ("all_actions", lambda t, q, a: (t[:, None] - q).sum(axis=1)),
    ("all_actions", lambda t, q, a: (t[:, None] - q).mean(axis=1)),
    ("column_indexing", lambda t, q, a: (t - q[:, a]).sum(axis=0)),
    ("column_indexing", lambda t, q, a: (t - q[:, a]).mean(axis=0)),
    ("column_indexing", lambda t, q, a: (t - q[:, a]).sum(axis=1)),
    ("column_indexing", lambda t, q, a: (t - q[:, a]).mean(axis=1)),
    ("fixed_action", lambda t, q, a: t - q[:, 0]),
    ("fixed_action", lambda t, q, a: t - q[:, 1]),
    ("prediction_missing", lambda t, q, a: t),
    ("action_not_value", lambda t, q, a: t - a),
    ("action_not_value", lambda t, q, a: t - q.argmax(axis=1)),
)
WEIGHTS = (
    *((name, lambda t, q, a, e=e: _taken(t, q, a, e(t, q, a))) for name, e in ERRORS),
    ("all_actions", lambda t, q, a: t[:, None] - q),
)
FEATURES = (
    (RIGHT, lambda s, a: FAKE_PHI[a] @ s),  # phi is called: the neutral one answers
    (RIGHT, phi),  # phi is written again inside the function
    ("state_not_features", lambda s, a: s),
)
# From one term a transition, an array (B, 4), to the gradient, for n actions.
GRADIENTS = (
    (RIGHT, lambda terms, n: terms.mean(axis=0)),
    ("sum_not_mean", lambda terms, n: terms.sum(axis=0)),
    ("divided_by_actions", lambda terms, n: terms.sum(axis=0) / n),
    ("divided_by_all_q_vals", lambda terms, n: terms.mean(axis=0) / n),
    ("divided_by_features", lambda terms, n: terms.sum(axis=0) / 4),
    ("last_transition", lambda terms, n: terms[-1]),
    ("last_transition", lambda terms, n: terms[-1] / len(terms)),
    ("last_transition", lambda terms, n: terms[0]),
    ("last_transition", lambda terms, n: terms[0] / len(terms)),
    ("mean_of_components", lambda terms, n: np.full(4, terms.mean())),
    ("mean_of_components", lambda terms, n: np.full(4, terms.mean(axis=0).sum())),
    ("mean_of_components", lambda terms, n: np.full(4, terms.sum())),
)
RULES = combine(WEIGHTS, FEATURES, GRADIENTS, SIGNS, FACTORS, RATES, STARTS)


def slips(student: Student) -> list[str]:
    """The mistakes that explain how theta moves, whatever the student's phi does."""
    outcomes = student.outcomes("update_theta", CALLS, spies=("phi",))
    if all(outcome.error for outcome in outcomes):
        return _known_error(student)
    still = all(
        o.error is None and untouched(o, c, [0]) for o, c in zip(outcomes, CALLS, strict=True)
    )
    if still and all(outcome.value is None for outcome in outcomes):
        return ["not_in_place"]
    thetas = [None if o.error else as_array(o.value if still else o.args[0]) for o in outcomes]
    found = explain(thetas, CALLS, RULES, compute) or ()
    changed = modified(outcomes, CALLS, POSITIONS[1:])
    observed = [("not_in_place", still), ("arguments_modified", changed)]
    return [*found, *(name for name, seen in observed if seen)]


def _known_error(student):
    """The cause of an exception with the student's own phi, when it is a known one."""
    if not raised(student.outcomes("update_theta", CALLS), "truth value of an array"):
        return []
    (outcome,) = student.outcomes("phi", [(CALLS[0][1], CALLS[0][2])])
    return ["phi_on_batch" if outcome.error else "condition_on_array"]


def compute(
    theta,
    states,
    taken,
    targets,
    q_vals,
    lr,
    weights,
    features,
    gradient,
    sign,
    factor,
    rate,
    start,
):
    """Theta after the update of a rule."""
    n_actions = q_vals.shape[1]
    table = np.array([[features(s, a) for a in range(n_actions)] for s in states])
    terms = np.einsum("ia,iak->ik", weights(targets, q_vals, taken), table)
    return start * theta + sign * rate(lr) * factor * gradient(terms, n_actions)
