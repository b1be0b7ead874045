"""Misconceptions about update_theta: independent slips of one formula.

theta + sign · lr · factor · collect(Σ_a weights[i, a] · features(s_i, a)), where weights[i, a] is
the error for the action taken and 0 for the others. Each part has its own wrong options.
"""

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.fairness import untouched
from autograder.judging.rules import (
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
    RIGHT,
    Misconception,
    combine,
    explain,
    modified,
    raised,
)
from autograder.judging.student import Student
from autograder.student.inside.remote import FAKE_PHI
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
        "divided_by_four",
        "la division se fait toujours par 4",
        "La moyenne porte sur les transitions du lot. 4 est le nombre de composantes de l'état, et"
        " la taille du lot de l'exemple : celle du lot reçu est len(states).",
        "divisez par le nombre de transitions du lot reçu.",
    ),
    Misconception(
        "mean_twice",
        "la moyenne est prise deux fois",
        "Le pas est divisé deux fois par la taille du lot : np.mean divise déjà.",
        "np.mean, ou une somme divisée par la taille du lot, mais pas les deux.",
    ),
    Misconception(
        "mean_before_product",
        "les erreurs sont moyennées avant d'être multipliées par phi",
        "La moyenne des produits n'est pas le produit des moyennes : chaque transition tire theta"
        " le long de sa propre phi(s, a), en proportion de sa propre erreur.",
        "multipliez l'erreur i par phi(s_i, a_i), puis prenez la moyenne des vecteurs obtenus.",
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
        "broadcast",
        "un tableau (B,) moins une colonne (B, 1) donne un tableau (B, B)",
        "Les deux formes s'étendent au lieu de se correspondre : chaque cible est comparée à la"
        " Q-valeur de toutes les transitions.",
        "mettez cibles et Q-valeurs à la même forme (B,), par exemple avec ravel ou [:, 0].",
    ),
    Misconception(
        "error_not_a_column",
        "l'erreur (B,) est multipliée par des caractéristiques (B, 4)",
        "numpy aligne les formes par la droite : (B,) s'y compare à 4, et non à B. Le calcul"
        " échoue, ou donne un résultat faux quand le lot a justement 4 transitions.",
        "erreur[:, None] est une colonne (B, 1) ; ou le produit erreur @ caractéristiques.",
    ),
    Misconception(
        "product_not_aligned",
        "un produit matriciel dont les formes ne s'accordent pas",
        "Les caractéristiques sont (B, 4) et les erreurs (B,) : dans un produit, l'axe commun est"
        " celui du lot.",
        "erreur @ caractéristiques, ou caractéristiques.T @ erreur, donne les 4 composantes.",
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
        "q_vals_ignored",
        "la Q-valeur est recalculée avec theta au lieu d'être lue dans q_vals",
        "q_vals contient déjà les prédictions ; les recalculer ne donne la même chose que tant que"
        " theta n'a pas changé depuis.",
        "prenez dans la ligne i de q_vals la colonne actions_taken[i].",
    ),
    Misconception(
        "error_squared",
        "l'erreur au carré au lieu de sa dérivée",
        "La descente suit le gradient de l'erreur quadratique, et non sa valeur : e² est toujours"
        " positif et ne dit pas de quel côté corriger.",
        "la dérivée de e² est 2·e·e' : revoyez la question 1.",
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
        "features_missing",
        "phi(s, a) est oubliée",
        "La dérivée de la Q-valeur par rapport à theta est phi(s, a) : sans elle, toutes les"
        " composantes de theta reçoivent le même pas.",
        "multipliez l'erreur de chaque transition par phi(s, a).",
    ),
    Misconception(
        "features_of_one_action",
        "phi est toujours appelée avec la même action",
        "Les caractéristiques sont celles d'une seule et même action, quelle que soit l'action"
        " prise.",
        "passez à phi l'action prise dans la transition : actions_taken[i].",
    ),
    Misconception(
        "formula_in_action",
        "phi est récrite par une formule qui ne vaut que pour les actions 0 et 1",
        "2·action − 1 donne bien −1 et 1 pour les actions 0 et 1, mais autre chose ensuite : phi"
        " donne −état pour toute action différente de 1.",
        "appelez phi au lieu de la récrire.",
    ),
    Misconception(
        "learning_rate_fixed",
        "l'argument lr n'est pas employé",
        "Le pas est multiplié par un nombre écrit dans le code ou par une variable du cahier :"
        " l'appelant ne peut plus choisir lr.",
        "employez le paramètre lr de la fonction.",
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
        "gradient_returned",
        "le gradient est renvoyé, et theta ne change pas",
        "La fonction calcule le gradient sans s'en servir : c'est elle qui doit faire le pas.",
        "terminez par theta -= lr * gradient, sans return.",
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


def _taken(q_vals, taken, errors):
    """The weights that give these errors to the actions taken."""
    return np.eye(q_vals.shape[1])[taken] * np.reshape(errors, (-1, 1))


def _rows(taken):
    return np.arange(len(taken))


def _misaligned(terms):
    """What the product of (B,) and (B, 4) gives, for the batches of the probes."""
    if len(terms) != 1:
        raise ValueError("operands could not be broadcast together")
    return terms[0]


SIGNS = ((RIGHT, 1), ("ascent", -1))
FACTORS = ((RIGHT, 2), ("factor_two_missing", 1), ("factor_four", 4))
RATES = (
    (RIGHT, lambda lr: lr),
    ("learning_rate_missing", lambda lr: 1.0),
    ("learning_rate_squared", lambda lr: lr**2),
)
STARTS = ((RIGHT, 1), ("theta_replaced", 0))
# The error of each transition, for the action taken; `t`, `q`, `a` are arrays over the batch, `p`
# the predictions that theta gives.
ERRORS = (
    (RIGHT, lambda t, q, a, p: t - q[_rows(a), a]),
    ("flat_take", lambda t, q, a, p: t - np.take(q, a)),
    ("max_not_chosen", lambda t, q, a, p: t - q.max(axis=1)),
    ("all_actions", lambda t, q, a, p: (t[:, None] - q).sum(axis=1)),
    ("all_actions", lambda t, q, a, p: (t[:, None] - q).mean(axis=1)),
    ("column_indexing", lambda t, q, a, p: (t - q[:, a]).sum(axis=0)),
    ("column_indexing", lambda t, q, a, p: (t - q[:, a]).mean(axis=0)),
    ("column_indexing", lambda t, q, a, p: (t - q[:, a]).sum(axis=1)),
    ("column_indexing", lambda t, q, a, p: (t - q[:, a]).mean(axis=1)),
    ("broadcast", lambda t, q, a, p: (t - q[_rows(a), a][:, None]).sum(axis=0)),
    ("broadcast", lambda t, q, a, p: (t - q[_rows(a), a][:, None]).mean(axis=0)),
    ("broadcast", lambda t, q, a, p: (t - q[_rows(a), a][:, None]).sum(axis=1)),
    ("broadcast", lambda t, q, a, p: (t - q[_rows(a), a][:, None]).mean(axis=1)),
    ("mean_before_product", lambda t, q, a, p: np.full(len(t), (t - q[_rows(a), a]).mean())),
    ("mean_before_product", lambda t, q, a, p: np.full(len(t), (t - q[_rows(a), a]).sum())),
    ("fixed_action", lambda t, q, a, p: t - q[:, 0]),
    ("fixed_action", lambda t, q, a, p: t - q[:, 1]),
    ("q_vals_ignored", lambda t, q, a, p: t - p[_rows(a), a]),
    ("error_squared", lambda t, q, a, p: (t - q[_rows(a), a]) ** 2),
    ("error_squared", lambda t, q, a, p: -((t - q[_rows(a), a]) ** 2) / 2),  # minus the loss
    ("prediction_missing", lambda t, q, a, p: t),
    ("action_not_value", lambda t, q, a, p: t - a),
    ("action_not_value", lambda t, q, a, p: t - q.argmax(axis=1)),
)
WEIGHTS = (
    *((name, lambda t, q, a, p, e=e: _taken(q, a, e(t, q, a, p))) for name, e in ERRORS),
    ("all_actions", lambda t, q, a, p: t[:, None] - q),
    ("max_not_chosen", lambda t, q, a, p: _taken(q, q.argmax(axis=1), t - q.max(axis=1))),
)
FEATURES = (
    (RIGHT, lambda s, a: FAKE_PHI[a] @ s),  # phi is called: the neutral one answers
    (RIGHT, phi),  # phi is written again inside the function
    ("state_not_features", lambda s, a: s),
    ("features_missing", lambda s, a: np.ones(4)),
    ("features_of_one_action", lambda s, a: FAKE_PHI[0] @ s),
    ("features_of_one_action", lambda s, a: FAKE_PHI[1] @ s),
    ("formula_in_action", lambda s, a: (2 * a - 1) * s),
    ("formula_in_action", lambda s, a: s if a else -s),
)
# From one term a transition, an array (B, 4), to the gradient, for n actions.
GRADIENTS = (
    (RIGHT, lambda terms, n: terms.mean(axis=0)),
    ("sum_not_mean", lambda terms, n: terms.sum(axis=0)),
    ("divided_by_actions", lambda terms, n: terms.sum(axis=0) / n),
    ("divided_by_all_q_vals", lambda terms, n: terms.mean(axis=0) / n),
    ("divided_by_four", lambda terms, n: terms.sum(axis=0) / 4),
    ("mean_twice", lambda terms, n: terms.mean(axis=0) / len(terms)),
    ("error_not_a_column", lambda terms, n: _misaligned(terms)),
    ("last_transition", lambda terms, n: terms[-1]),
    ("last_transition", lambda terms, n: terms[-1] / len(terms)),
    ("last_transition", lambda terms, n: terms[0]),
    ("last_transition", lambda terms, n: terms[0] / len(terms)),
    ("mean_of_components", lambda terms, n: np.full(4, terms.mean())),
    ("mean_of_components", lambda terms, n: np.full(4, terms.mean(axis=0).sum())),
    ("mean_of_components", lambda terms, n: np.full(4, terms.sum())),
)
FIXED_RATES = (0.5, 0.1, 0.01, 0.001, 0.0001)
RULES = combine(WEIGHTS, FEATURES, GRADIENTS, SIGNS, FACTORS, RATES, STARTS)
NO_SLIP = [rule for rule in RULES if not rule.slips]
FIXED_RATE_RULES = [
    rule
    for rule in RULES
    if len(rule.slips) < 2 and not any("learning_rate" in name for name in rule.slips)
]


def slips(student: Student) -> list[str]:
    """The mistakes that explain how theta moves, whatever the student's phi does."""
    outcomes = student.outcomes("update_theta", CALLS, spies=("phi",), watch=0)
    if all(outcome.error for outcome in outcomes):
        return _known_error(student)
    still = all(
        o.error is None and untouched(o, c, [0]) for o, c in zip(outcomes, CALLS, strict=True)
    )
    thetas = [None if o.error else as_array(_theta(o, still)) for o in outcomes]
    found = explain(thetas, CALLS, RULES, compute)
    if found is None and still and _is_gradient(thetas):
        return ["gradient_returned"]
    if found is None:
        found = _fixed_rate(thetas)
    changed = modified(outcomes, CALLS, POSITIONS[1:])
    observed = [("not_in_place", still), ("arguments_modified", changed)]
    return [*found, *(name for name, seen in observed if seen)]


def _theta(outcome, still):
    """Theta after a call; if no call changed it, what this one returned, or called theta."""
    if not still:
        return outcome.args[0]
    return outcome.last if outcome.value is None else outcome.value


def _is_gradient(found):
    """Whether the values are the gradient of the rule, or its opposite, instead of theta."""
    calls = [(np.zeros(4), *rest, 1.0) for _, *rest, _ in CALLS]
    opposite = [None if value is None else -value for value in found]
    return any(explain(steps, calls, NO_SLIP, compute) == () for steps in (found, opposite))


def _fixed_rate(thetas):
    """The slips when a constant takes the place of lr, as far as one other slip goes with it."""
    for rate in FIXED_RATES:
        found = explain(thetas, [(*rest, rate) for *rest, _ in CALLS], FIXED_RATE_RULES, compute)
        if found is not None:
            return [*found, "learning_rate_fixed"]
    return []


def _known_error(student):
    """The cause of an exception with the student's own phi, when it is a known one."""
    outcomes = student.outcomes("update_theta", CALLS)
    if raised(outcomes, "truth value of an array"):
        (outcome,) = student.outcomes("phi", [(CALLS[0][1], CALLS[0][2])])
        return ["phi_on_batch" if outcome.error else "condition_on_array"]
    aligned = not (raised(outcomes, "mismatch in its core") or raised(outcomes, "not aligned"))
    return [] if aligned else ["product_not_aligned"]


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
    terms = np.einsum("ia,iak->ik", weights(targets, q_vals, taken, table @ theta), table)
    return start * theta + sign * rate(lr) * factor * gradient(terms, n_actions)
