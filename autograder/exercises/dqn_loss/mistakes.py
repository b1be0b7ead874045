"""Misconceptions about dqn_loss: which errors, how they are measured, and the gradient."""

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.rules import (
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
    MISSING_RETURN,
    RIGHT,
    Misconception,
    combine,
    explain,
    raised,
    returns_nothing,
    values,
)
from autograder.judging.student import Student, call
from autograder.student.wire import Tensor

MISCONCEPTIONS = (
    Misconception(
        "all_actions",
        "la cible est comparée aux Q-valeurs de toutes les actions",
        "On ne connaît la cible que de l'action prise ; tirer les autres Q-valeurs vers elle"
        " rendrait toutes les actions équivalentes.",
        "choisissez d'abord, dans chaque ligne, la Q-valeur de l'action prise (gather).",
    ),
    Misconception(
        "divided_by_actions",
        "la moyenne compte aussi les actions non prises",
        "Les erreurs des actions non prises sont mises à zéro, mais la moyenne les compte encore :"
        " la perte est divisée par B × n_actions au lieu de B.",
        "additionnez sur les actions avant de prendre la moyenne sur le lot.",
    ),
    Misconception(
        "unmasked_target",
        "les actions non prises sont tirées vers zéro",
        "Le masque efface les Q-valeurs des actions non prises, mais la cible leur est encore"
        " comparée.",
        "additionnez la ligne masquée pour obtenir une Q-valeur par transition, puis comparez.",
    ),
    Misconception(
        "argmax_index",
        "un indice est comparé à la cible",
        "argmax donne le numéro d'une action, pas ce qu'elle vaut, et il n'est pas dérivable : le"
        " réseau ne reçoit aucun gradient.",
        "l'action prise est donnée ; elle sert d'indice dans y_pred.",
    ),
    Misconception(
        "action_not_value",
        "le numéro de l'action est comparé à la cible",
        "L'action n'est qu'une étiquette ; le réseau n'intervient pas et ne reçoit aucun gradient.",
        "l'action prise sert d'indice dans y_pred.",
    ),
    Misconception(
        "max_not_chosen",
        "la plus grande Q-valeur au lieu de celle de l'action prise",
        "La cible concerne l'action qui a été prise, même si une autre paraît meilleure.",
        "prenez dans la ligne i la colonne actions[i].",
    ),
    Misconception(
        "mean_of_actions",
        "la moyenne des Q-valeurs au lieu de celle de l'action prise",
        "La cible concerne l'action qui a été prise ; les autres Q-valeurs n'ont pas à bouger.",
        "prenez dans la ligne i la colonne actions[i].",
    ),
    Misconception(
        "fixed_action",
        "la Q-valeur d'une seule et même action",
        "Les prédictions viennent toujours de la même colonne de y_pred, quelle que soit l'action"
        " prise.",
        "prenez dans la ligne i la colonne actions[i].",
    ),
    Misconception(
        "flat_take",
        "les Q-valeurs de la première ligne servent à tout le lot",
        "Un tableau aplati (torch.take) ou l'indice 0 donne toujours les Q-valeurs de la première"
        " transition.",
        "il faut un indice de ligne par transition : gather(1, …) en tient compte.",
    ),
    Misconception(
        "gather_rows",
        "gather suit les lignes au lieu des colonnes",
        "gather(0, …) lit actions comme des numéros de lignes, donc de transitions, et prend"
        " toujours la même colonne.",
        "la dimension des actions est la deuxième : gather(1, …).",
    ),
    Misconception(
        "column_indexing",
        "y_pred[:, actions] donne un tenseur (B, B)",
        "Cette écriture prend toutes les colonnes demandées dans toutes les lignes : les"
        " transitions sont mêlées les unes aux autres.",
        "il faut un indice de ligne par transition, et non « : ».",
    ),
    Misconception(
        "broadcast",
        "une colonne (B, 1) est comparée à un vecteur (B,)",
        "PyTorch étend les deux en un tenseur (B, B) : chaque prédiction est comparée aux cibles de"
        " toutes les transitions.",
        "donnez la même forme (B,) aux deux termes : squeeze(1) après gather.",
    ),
    Misconception(
        "two_actions_only",
        "la formule suppose deux actions",
        "y_pred[:, 0] · (1 − actions) + y_pred[:, 1] · actions n'est juste que pour les actions 0"
        " et 1.",
        "employez actions comme indice de colonne, quel que soit le nombre d'actions.",
    ),
    Misconception(
        "integer_targets",
        "les cibles sont converties en entiers",
        "Seules les actions sont des indices ; convertir les cibles en entiers leur fait perdre"
        " leurs décimales.",
        "long() sur actions, et sur actions seulement.",
    ),
    Misconception(
        "absolute_error",
        "l'erreur absolue au lieu de l'erreur quadratique",
        "La perte demandée est la moyenne des carrés des erreurs, celle de la question 1.",
        "élevez les erreurs au carré (mse_loss et non l1_loss).",
    ),
    Misconception(
        "huber",
        "la perte de Huber au lieu de l'erreur quadratique",
        "smooth_l1_loss et huber_loss ne sont quadratiques que près de zéro. Elles s'emploient pour"
        " le DQN, mais l'énoncé demande l'erreur quadratique moyenne.",
        "mse_loss, ou la moyenne des carrés.",
    ),
    Misconception(
        "clipped_error",
        "les erreurs sont bornées",
        "L'article du DQN borne les erreurs entre −1 et 1, mais l'énoncé demande l'erreur"
        " quadratique moyenne. De plus, borner par clamp annule le gradient des grandes erreurs :"
        " celles qu'il faudrait corriger d'abord.",
        "retirez clamp : la moyenne des carrés, sans borne.",
    ),
    Misconception(
        "square_of_mean",
        "le carré de la moyenne au lieu de la moyenne des carrés",
        "Prise avant le carré, la moyenne laisse les erreurs positives et négatives se compenser :"
        " la perte peut être nulle sans qu'aucune prédiction soit juste.",
        "élevez chaque erreur au carré, puis prenez la moyenne.",
    ),
    Misconception(
        "not_squared",
        "les erreurs ne sont pas élevées au carré",
        "Sans le carré, les erreurs positives et négatives se compensent : la perte n'a pas de"
        " minimum.",
        "élevez chaque erreur au carré avant la moyenne.",
    ),
    Misconception(
        "sum_not_mean",
        "la somme sur le lot au lieu de la moyenne",
        "Le pas d'apprentissage grandirait avec la taille du lot.",
        'la moyenne sur le lot : mean(), ou reduction="mean".',
    ),
    Misconception(
        "number_of_actions",
        "la somme est divisée par le nombre d'actions au lieu de la taille du lot",
        "La moyenne porte sur les B transitions du lot ; le nombre d'actions n'y entre pas.",
        "divisez par y_pred.shape[0], ou employez mean().",
    ),
    Misconception(
        "divided_twice",
        "la moyenne est encore divisée par la taille du lot",
        "mean() et mse_loss divisent déjà par B : une seconde division rapetisse les pas"
        " d'apprentissage.",
        "mean() seule, ou sum() divisée par B.",
    ),
    Misconception(
        "one_per_transition",
        "une perte par transition, sans moyenne",
        "L'apprentissage demande un seul nombre : backward() refuse un vecteur.",
        "prenez la moyenne des erreurs au carré du lot.",
    ),
    Misconception(
        "half",
        "un facteur un demi en trop",
        "½·e² simplifie la dérivée, mais la perte demandée est la moyenne de e².",
        "retirez la division par 2.",
    ),
    Misconception(
        "square_root",
        "la racine de l'erreur quadratique moyenne",
        "La racine change l'échelle de la perte et la longueur des pas : l'énoncé demande l'erreur"
        " quadratique moyenne elle-même.",
        "retirez la racine.",
    ),
    Misconception(
        "negative",
        "le signe de la perte est changé",
        "L'optimiseur minimise la perte : avec un signe moins, il augmenterait les erreurs.",
        "la moyenne des carrés est positive ; retirez le signe moins.",
    ),
    Misconception(
        "python_number",
        "un nombre au lieu d'un tenseur",
        "La valeur est juste, mais .item(), float() ou numpy la détachent du réseau : il n'y a plus"
        " de gradient.",
        "renvoyez le tenseur lui-même, et restez en PyTorch du début à la fin.",
    ),
    Misconception(
        "no_gradient",
        "le gradient ne remonte pas au réseau",
        "La valeur est calculée, mais le lien avec y_pred est coupé : .detach(), torch.no_grad() ou"
        " un nouveau tenseur construit à partir des valeurs.",
        "détachez la cible s'il le faut, jamais la prédiction.",
    ),
    Misconception(
        "gather_dimensions",
        "gather reçoit un indice à une dimension",
        "gather demande un indice qui a autant de dimensions que y_pred : (B, 1), et non (B,).",
        "unsqueeze(1) sur actions avant gather, squeeze(1) après.",
    ),
    Misconception(
        "float_index",
        "un tenseur de nombres à virgule sert d'indice",
        "gather et l'indexation demandent des entiers. y_target est la paire (actions, q_target) :"
        " les cibles ont peut-être été prises pour les actions, ou les actions converties par"
        " float().",
        "actions, q_target = y_target, dans cet ordre ; actions.long() au besoin.",
    ),
    Misconception(
        "squeeze_all",
        "squeeze() sans axe échoue sur un lot d'une transition",
        "squeeze() retire toutes les dimensions de taille 1 : pour B = 1, il ne reste plus de lot,"
        " et ce qui suit ne peut plus le parcourir.",
        "squeeze(1) retire l'axe des actions, et lui seul.",
    ),
    MISSING_RETURN,
    ARGUMENTS_MODIFIED,
    CONDITION_ON_ARRAY,
)


def probes(seed: int) -> list[tuple]:
    """Random arguments, float32 as a network gives; every action is taken."""
    rng = np.random.default_rng(seed)
    return [
        (
            rng.normal(scale=2, size=(size, n_actions)).astype(np.float32),
            rng.permutation(np.arange(size) % n_actions),
            rng.normal(size=size).astype(np.float32),
        )
        for size, n_actions in ((5, 2), (7, 3), (6, 4), (1, 2))
    ]


CALLS = probes(940)


def _chosen(y, a):
    return y[np.arange(len(a)), a]


def _masked(y, a):
    return np.eye(y.shape[1])[a] * y


ERRORS = (
    (RIGHT, lambda y, a, t: _chosen(y, a) - t),
    ("all_actions", lambda y, a, t: y - t[:, None]),
    ("divided_by_actions", lambda y, a, t: _masked(y - t[:, None], a)),
    ("unmasked_target", lambda y, a, t: _masked(y, a) - t[:, None]),
    ("argmax_index", lambda y, a, t: y.argmax(axis=1) - t),
    ("action_not_value", lambda y, a, t: a - t),
    ("max_not_chosen", lambda y, a, t: y.max(axis=1) - t),
    ("mean_of_actions", lambda y, a, t: y.mean(axis=1) - t),
    ("fixed_action", lambda y, a, t: y[:, 0] - t),
    ("fixed_action", lambda y, a, t: y[:, 1] - t),
    ("flat_take", lambda y, a, t: y[0, a] - t),
    ("gather_rows", lambda y, a, t: y[a, 0] - t),
    ("column_indexing", lambda y, a, t: y[:, a] - t),
    ("column_indexing", lambda y, a, t: y[:, a] - t[:, None]),
    ("broadcast", lambda y, a, t: _chosen(y, a)[:, None] - t),
    ("two_actions_only", lambda y, a, t: y[:, 0] * (1 - a) + y[:, 1] * a - t),
    ("integer_targets", lambda y, a, t: _chosen(y, a) - np.trunc(t)),
)
MEASURES = (
    (RIGHT, np.square),
    ("absolute_error", np.abs),
    ("huber", lambda e: np.where(np.abs(e) < 1, e**2 / 2, np.abs(e) - 0.5)),
    ("clipped_error", lambda e: np.clip(e, -1, 1) ** 2),
    ("square_of_mean", lambda e: np.square(np.mean(e))),
    ("not_squared", lambda e: e),
    ("not_squared", lambda e: -e),
)
# Of the measured errors, for a number of actions.
REDUCTIONS = (
    (RIGHT, lambda losses, n: np.mean(losses)),
    ("sum_not_mean", lambda losses, n: np.sum(losses)),
    ("number_of_actions", lambda losses, n: np.sum(losses) / n),
    ("divided_twice", lambda losses, n: np.mean(losses) / len(np.atleast_1d(losses))),
    ("one_per_transition", lambda losses, n: losses),
    ("half", lambda losses, n: np.mean(losses) / 2),
    ("square_root", lambda losses, n: np.sqrt(np.abs(np.mean(losses)))),
)
SIGNS = ((RIGHT, 1), ("negative", -1))
RULES = combine(ERRORS, MEASURES, REDUCTIONS, SIGNS)
# What an exception says, and the mistake that it tells.
KNOWN_ERRORS = {
    "same number of dimensions as input": "gather_dimensions",
    "int64 for index": "float_index",
    "tensors used as indices must be long": "float_index",
    "Boolean value of Tensor": "condition_on_array",
}
WITHOUT_GRADIENT = frozenset(("argmax_index", "action_not_value", "one_per_transition"))


def slips(student: Student) -> list[str]:
    """The mistakes that explain the losses of the probes and their gradients."""
    calls = [(Tensor(y), (Tensor(a), Tensor(t))) for y, a, t in CALLS]
    steps = [call("dqn_loss", *arguments) for arguments in calls]
    *outcomes, derived = student.script([*steps, call("dqn_loss", *calls[0], wrt=0)])
    if returns_nothing(outcomes):
        return ["missing_return"]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        return _known_errors(outcomes)
    slipped = [*found, *(["arguments_modified"] if _modified(outcomes) else [])]
    if WITHOUT_GRADIENT.intersection(found):
        return slipped
    return [*slipped, *_about_the_gradient(outcomes[0].value, derived)]


def _known_errors(outcomes):
    """The mistake that the exceptions tell."""
    for text, name in KNOWN_ERRORS.items():
        if raised(outcomes, text):
            return [name]
    *batches, single = outcomes
    if single.error and explain(values(batches), CALLS[:-1], RULES[:1], compute) == ():
        return ["squeeze_all"]
    return []


def _modified(outcomes):
    """Whether a call that ended well changed what it received."""
    return any(
        not all(map(np.array_equal, map(as_array, (outcome.args[0], *outcome.args[1])), sent))
        for outcome, sent in zip(outcomes, CALLS, strict=True)
        if outcome.error is None
    )


def _about_the_gradient(loss, derived):
    if not isinstance(loss, Tensor):
        return ["python_number"]
    return ["no_gradient"] if derived.error or as_array(derived.gradient) is None else []


def compute(y_pred, actions, q_target, errors, measure, reduce, sign):
    """The loss that a rule gives."""
    y_pred, q_target = y_pred.astype(float), q_target.astype(float)
    return sign * reduce(measure(errors(y_pred, actions, q_target)), y_pred.shape[1])
