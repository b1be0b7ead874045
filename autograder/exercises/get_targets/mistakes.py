"""Misconceptions about get_targets: the mask, the maximum, gamma, and the shape of the result."""

import numpy as np

from autograder.judging.assertions import as_array, close
from autograder.judging.rules import (
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
    MISSING_RETURN,
    RIGHT,
    Misconception,
    combine,
    explain,
    modified,
    raised,
    returns_nothing,
    stopped_at,
    values,
)
from autograder.judging.student import Student

MISCONCEPTIONS = (
    Misconception(
        "mask_missing",
        "les états terminaux ne sont pas masqués",
        "Quand s' est terminal, l'épisode est fini et il n'y a plus rien à gagner : la cible est la"
        " récompense seule. Ici, la Q-valeur de s' y est encore ajoutée.",
        "annulez gamma · max là où terminal est vrai.",
    ),
    Misconception(
        "mask_inverted",
        "le masque des états terminaux est inversé",
        "La suite est comptée là où s' est terminal, et oubliée partout ailleurs : c'est le"
        " contraire de ce qu'il faut.",
        "le facteur doit valoir 0 si terminal est vrai, et 1 sinon.",
    ),
    Misconception(
        "mask_any",
        "un seul état terminal coupe tout le lot",
        "Dès qu'une transition du lot est terminale, la suite est oubliée pour toutes. Les"
        " transitions d'un lot viennent d'épisodes différents : chacune a son indicateur.",
        "masquez transition par transition, sans any ni if sur le lot entier.",
    ),
    Misconception(
        "mask_all",
        "le masque ne joue que si tout le lot est terminal",
        "La suite n'est oubliée que lorsque toutes les transitions du lot sont terminales. Chacune"
        " a pourtant son indicateur.",
        "masquez transition par transition, sans all ni if sur le lot entier.",
    ),
    Misconception(
        "reward_masked",
        "le masque efface aussi la récompense",
        "Quand s' est terminal, il n'y a plus de suite, mais la récompense de cette dernière"
        " transition a bien été reçue : la cible est r, et non 0.",
        "le masque multiplie gamma · max seulement.",
    ),
    Misconception(
        "min_not_max",
        "le minimum au lieu du maximum",
        "Le Q-learning suppose que l'agent prendra ensuite la meilleure action ; le minimum suppose"
        " la pire.",
        "prenez la plus grande Q-valeur de chaque ligne.",
    ),
    Misconception(
        "mean_not_max",
        "la moyenne des Q-valeurs au lieu du maximum",
        "La moyenne sur les actions donne la valeur d'une politique qui agirait au hasard ; le"
        " Q-learning suppose que l'agent prendra ensuite la meilleure action.",
        "prenez la plus grande Q-valeur de chaque ligne.",
    ),
    Misconception(
        "sum_not_max",
        "la somme des Q-valeurs au lieu du maximum",
        "L'agent ne prendra qu'une seule action dans s' : additionner les Q-valeurs de toutes les"
        " actions n'a pas de sens ici.",
        "prenez la plus grande Q-valeur de chaque ligne.",
    ),
    Misconception(
        "global_max",
        "un seul maximum pour tout le lot",
        "np.max sans axe cherche le maximum du tableau entier : toutes les transitions reçoivent"
        " la Q-valeur d'une seule d'entre elles.",
        "précisez l'axe des actions : axis=1.",
    ),
    Misconception(
        "axis_zero",
        "le maximum est pris sur le mauvais axe",
        "L'axe 0 est celui des transitions : le maximum sur cet axe mélange les transitions et en"
        " garde une valeur par action.",
        "next_q_vals est (B, n_actions) ; on cherche une valeur par transition : axis=1.",
    ),
    Misconception(
        "argmax_index",
        "l'indice de l'action au lieu de sa Q-valeur",
        "argmax donne le numéro de la meilleure action (0, 1…), pas ce qu'elle vaut : gamma"
        " multiplie ici un numéro.",
        "prenez la Q-valeur elle-même, avec max.",
    ),
    Misconception(
        "first_action",
        "la Q-valeur d'une seule et même action",
        "La cible emploie toujours la même colonne de next_q_vals, quelle que soit la meilleure"
        " action dans s'.",
        "prenez la plus grande Q-valeur de chaque ligne.",
    ),
    Misconception(
        "absolute_max",
        "la plus grande valeur absolue au lieu du maximum",
        "Une Q-valeur très négative est la pire des actions, même si sa valeur absolue est grande.",
        "comparez les Q-valeurs avec leur signe.",
    ),
    Misconception(
        "gamma_missing",
        "gamma est oublié",
        "La suite est comptée sans être actualisée, comme si gamma valait toujours 1.",
        "multipliez le maximum par gamma.",
    ),
    Misconception(
        "gamma_on_everything",
        "gamma multiplie aussi la récompense",
        "La récompense r est reçue tout de suite : elle n'est pas actualisée. Seul ce qui suit est"
        " multiplié par gamma.",
        "vérifiez les parenthèses : r + gamma · max.",
    ),
    Misconception(
        "gamma_on_reward",
        "gamma multiplie la récompense au lieu de la suite",
        "La récompense r est reçue tout de suite : elle n'est pas actualisée. C'est la valeur de s'"
        " qui vient un pas plus tard.",
        "vérifiez l'ordre des termes : r + gamma · max.",
    ),
    Misconception(
        "gamma_squared",
        "gamma est appliqué deux fois",
        "Un pas de temps sépare r de la valeur de s' : un seul facteur gamma suffit.",
        "multipliez le maximum par gamma une seule fois.",
    ),
    Misconception(
        "only_rewards",
        "la valeur de l'état suivant est oubliée",
        "La cible n'est que la récompense immédiate : l'agent n'apprendrait rien de ce qui suit son"
        " action.",
        "ajoutez gamma · max_a q(s', a) là où s' n'est pas terminal.",
    ),
    Misconception(
        "reward_missing",
        "la récompense est oubliée",
        "La cible ne contient que la valeur de s' : sans les récompenses, il n'y a rien à"
        " apprendre.",
        "ajoutez la récompense de chaque transition.",
    ),
    Misconception(
        "subtracted",
        "la suite est soustraite au lieu d'être ajoutée",
        "Ce qui sera gagné ensuite s'ajoute à la récompense reçue.",
        "vérifiez le signe devant gamma · max.",
    ),
    Misconception(
        "column",
        "le maximum garde une dimension de trop",
        "Une colonne (B, 1) ajoutée à un tableau (B,) s'étend en un tableau (B, B) : toutes les"
        " récompenses sont mêlées à toutes les Q-valeurs.",
        "retirez keepdims ou reshape(-1, 1) : le maximum doit être de forme (B,).",
    ),
    Misconception(
        "squeezed",
        "squeeze supprime aussi l'axe du lot",
        "Pour un lot d'une seule transition, squeeze() retire l'axe de taille 1 : le résultat n'est"
        " plus un tableau (1,), mais un nombre.",
        "laissez la forme (B,), ou précisez l'axe que squeeze doit retirer.",
    ),
    Misconception(
        "gamma_fixed",
        "l'argument gamma n'est pas employé",
        "La suite est multipliée par un nombre écrit dans le code ou par une variable du cahier :"
        " l'appelant ne peut plus choisir gamma.",
        "employez le paramètre gamma de la fonction.",
    ),
    Misconception(
        "two_columns_only",
        "le maximum ne porte que sur deux actions",
        "Seules les colonnes 0 et 1 sont comparées ; avec une troisième action, la meilleure peut"
        " être oubliée.",
        "prenez le maximum de toute la ligne, quel que soit le nombre d'actions.",
    ),
    Misconception(
        "mask_parentheses",
        "terminal est soustrait de la cible",
        "Sans parenthèses, r + gamma · max * 1 - terminal retire 1 à la cible des états terminaux,"
        " dont la suite est encore comptée.",
        "écrivez (1 - terminal) entre parenthèses.",
    ),
    Misconception(
        "one_transition_only",
        "une seule cible pour tout le lot",
        "Le résultat est la cible d'une seule transition : un return placé dans la boucle l'arrête"
        " au premier tour, et une variable remplacée à chaque tour ne garde que le dernier.",
        "accumulez les cibles dans une liste et renvoyez-la après la boucle.",
    ),
    Misconception(
        "batch_mean",
        "les cibles sont confondues en un seul nombre",
        "Chaque transition a sa propre cible : leur moyenne, ou leur somme, ne sert à rien à"
        " update_theta.",
        "renvoyez un tableau (B,), sans moyenne ni somme sur le lot.",
    ),
    Misconception(
        "whole_numbers",
        "les cibles perdent leurs décimales",
        "Le tableau qui les reçoit est un tableau d'entiers ou de booléens, qui change ce qu'on y"
        " range : np.zeros_like(terminal) a le type de terminal.",
        "np.zeros(len(rewards)) crée un tableau de nombres à virgule.",
    ),
    Misconception(
        "q_vals_ignored",
        "next_q_vals ne sert pas",
        "Les cibles restent les mêmes quand next_q_vals change : la fonction lit sans doute un"
        " autre tableau, une variable du cahier.",
        "n'employez que les paramètres de la fonction.",
    ),
    Misconception(
        "other_action",
        "la Q-valeur d'une autre action que la meilleure",
        "Chaque cible emploie bien une Q-valeur de sa ligne, mais pas la plus grande : l'action est"
        " choisie autrement, par exemple au hasard ou d'après les Q-valeurs d'un autre état.",
        "la meilleure action est celle que next_q_vals donne pour s' : prenez le maximum.",
    ),
    Misconception(
        "python_max",
        "la fonction max de Python sur un tableau à deux dimensions",
        "max(next_q_vals) compare les lignes entre elles, et une comparaison de deux tableaux n'a"
        " pas de réponse unique : « truth value of an array is ambiguous ».",
        "employez np.max avec axis=1, ou max sur une seule ligne.",
    ),
    MISSING_RETURN,
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
)
SHAPES = (  # the size of the batch, the number of actions, gamma, and where s' is terminal
    (5, 2, 0.8, [False, True, False, False, True]),
    (6, 3, 0.7, [False] * 6),
    (3, 3, 0.8, [True, False, False]),
    (2, 2, 0.6, [False, True]),
    (1, 2, 0.9, [False]),
    (4, 3, 0.5, [True] * 4),
    (4, 2, 0.6, [False, False, True, False]),
)


def probes(seed: int) -> list[tuple]:
    """Random arguments, some square so that a wrong axis does not always fail."""
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(scale=3, size=(size, n)), rng.normal(size=size), np.array(terminal), gamma)
        for size, n, gamma, terminal in SHAPES
    ]


CALLS = probes(920)
ENOUGH_TRANSITIONS = 3  # a Q-value of one's own row three times over is no coincidence
MASKS = (
    (RIGHT, lambda terminal: 1.0 - terminal),
    ("mask_missing", lambda terminal: np.ones(len(terminal))),
    ("mask_inverted", lambda terminal: 1.0 * terminal),
    ("mask_any", lambda terminal: np.full(len(terminal), 1.0 - terminal.any())),
    ("mask_all", lambda terminal: np.full(len(terminal), 1.0 - terminal.all())),
    ("only_rewards", lambda terminal: np.zeros(len(terminal))),
)
BESTS = (
    (RIGHT, lambda q_vals: q_vals.max(axis=1)),
    ("min_not_max", lambda q_vals: q_vals.min(axis=1)),
    ("mean_not_max", lambda q_vals: q_vals.mean(axis=1)),
    ("sum_not_max", lambda q_vals: q_vals.sum(axis=1)),
    ("global_max", lambda q_vals: q_vals.max()),
    ("axis_zero", lambda q_vals: q_vals.max(axis=0)),
    ("argmax_index", lambda q_vals: q_vals.argmax(axis=1)),
    ("first_action", lambda q_vals: q_vals[:, 0]),
    ("first_action", lambda q_vals: q_vals[:, 1]),
    ("first_action", lambda q_vals: q_vals[:, -1]),
    ("absolute_max", lambda q_vals: np.abs(q_vals).max(axis=1)),
    ("two_columns_only", lambda q_vals: q_vals[:, :2].max(axis=1)),
)
SUMS = (  # r, gamma, the best next value, and the mask, put together
    (RIGHT, lambda r, gamma, best, mask: r + gamma * best * mask),
    ("reward_masked", lambda r, gamma, best, mask: (r + gamma * best) * mask),
    ("reward_missing", lambda r, gamma, best, mask: gamma * best * mask),
    ("subtracted", lambda r, gamma, best, mask: r - gamma * best * mask),
    ("gamma_on_reward", lambda r, gamma, best, mask: gamma * r + best * mask),
    ("gamma_on_everything", lambda r, gamma, best, mask: gamma * (r + best * mask)),
    ("column", lambda r, gamma, best, mask: r + gamma * best[:, None] * mask),
    ("column", lambda r, gamma, best, mask: r + gamma * best[:, None] * mask[:, None]),
    ("column", lambda r, gamma, best, mask: r[:, None] + gamma * (best * mask)[:, None]),
    ("mask_parentheses", lambda r, gamma, best, mask: r + gamma * best - (1 - mask)),
)
GAMMAS = (
    (RIGHT, lambda gamma: gamma),
    ("gamma_missing", lambda gamma: 1.0),
    ("gamma_squared", lambda gamma: gamma**2),
    *(("gamma_fixed", lambda gamma, value=value: value) for value in (0.9, 0.95, 0.99)),
)
RESULTS = (
    (RIGHT, lambda targets: targets),
    ("squeezed", np.squeeze),
    ("one_transition_only", lambda targets: targets[0]),
    ("one_transition_only", lambda targets: targets[:1]),
    ("one_transition_only", lambda targets: targets[-1]),
    ("batch_mean", np.mean),
    ("batch_mean", np.sum),
    ("whole_numbers", np.trunc),
    ("whole_numbers", lambda targets: targets != 0),  # as booleans
)
RULES = combine(MASKS, BESTS, SUMS, GAMMAS, RESULTS)


def slips(student: Student) -> list[str]:
    """The mistakes that explain the targets of the probes."""
    outcomes = student.outcomes("get_targets", CALLS)
    if returns_nothing(outcomes):
        return ["missing_return"]
    if raised(outcomes, "truth value of an array"):
        return ["python_max" if stopped_at(outcomes, "max(next_q_vals)") else "condition_on_array"]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        found = _source_of_the_values(student, outcomes)
    changed = modified(outcomes, CALLS, [0, 1, 2])
    return [*found, *(["arguments_modified"] if changed else [])]


def _source_of_the_values(student, outcomes):
    """What is wrong with the Q-values that the targets are made of, when no rule explains them."""
    others = student.outcomes("get_targets", [(-q_vals, *rest) for q_vals, *rest in CALLS])
    answers = [o.value for o in outcomes if o.error is None]
    if answers and all(
        (a.error is None) == (b.error is None) and (a.error or close(a.value, b.value))
        for a, b in zip(outcomes, others, strict=True)
    ):
        return ["q_vals_ignored"]
    seen = [_of_own_row(o.value, c) for o, c in zip(outcomes, CALLS, strict=True) if not o.error]
    counted = [of_row for of_row in seen if of_row is not None]
    enough = sum(len(of_row) for of_row in counted) >= ENOUGH_TRANSITIONS
    return ["other_action"] if enough and all(of_row.all() for of_row in counted) else []


def _of_own_row(targets, arguments):
    """For each transition that goes on, whether its target comes from a Q-value of its own row.

    None when the targets have another shape than they should.
    """
    q_vals, rewards, terminal, gamma = arguments
    targets = as_array(targets)
    if targets is None or targets.shape != rewards.shape:
        return None
    next_values = (targets - rewards)[~terminal, None] / gamma
    return np.isclose(next_values, q_vals[~terminal], rtol=1e-5).any(axis=1)


def compute(next_q_vals, rewards, terminal, gamma, mask, best, put_together, discount, result):
    """The targets that a rule gives."""
    return result(put_together(rewards, discount(gamma), best(next_q_vals), mask(terminal)))
