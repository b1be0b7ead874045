"""Misconceptions about get_targets: the mask, the maximum, gamma, and the shape of the result."""

import numpy as np

from autograder.diagnosis.rules import (
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
    values,
)
from autograder.student.proxy import Student

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
)


def probes(seed: int) -> list[tuple]:
    """Random arguments, some square so that a wrong axis does not always fail."""
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(scale=3, size=(size, n)), rng.normal(size=size), np.array(terminal), gamma)
        for size, n, gamma, terminal in SHAPES
    ]


CALLS = probes(920)
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
    ("squeezed", lambda r, gamma, best, mask: np.squeeze(r + gamma * best * mask)),
)
GAMMAS = (
    (RIGHT, lambda gamma: gamma),
    ("gamma_missing", lambda gamma: 1.0),
    ("gamma_squared", lambda gamma: gamma**2),
)
RULES = combine(MASKS, BESTS, SUMS, GAMMAS)


def slips(student: Student) -> list[str]:
    """The mistakes that explain the targets of the probes."""
    outcomes = student.outcomes("get_targets", CALLS)
    if returns_nothing(outcomes):
        return ["missing_return"]
    if raised(outcomes, "truth value of an array"):
        return ["condition_on_array"]
    found = explain(values(outcomes), CALLS, RULES, compute) or ()
    changed = modified(outcomes, CALLS, [0, 1, 2])
    return [*found, *(["arguments_modified"] if changed else [])]


def compute(next_q_vals, rewards, terminal, gamma, mask, best, put_together, discount):
    """The targets that a rule gives."""
    return put_together(rewards, discount(gamma), best(next_q_vals), mask(terminal))
