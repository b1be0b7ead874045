"""Misconceptions about dqn_loss: which errors, how they are measured, and the gradient."""

import numpy as np

from autograder.checking import as_array
from autograder.diagnosis.rules import (
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
from autograder.student.messages import Tensor
from autograder.student.proxy import Student, call

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
    MISSING_RETURN,
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
    ("column_indexing", lambda y, a, t: y[:, a] - t),
    ("column_indexing", lambda y, a, t: y[:, a] - t[:, None]),
    ("broadcast", lambda y, a, t: _chosen(y, a)[:, None] - t),
    ("two_actions_only", lambda y, a, t: y[:, 0] * (1 - a) + y[:, 1] * a - t),
)
MEASURES = (
    (RIGHT, np.square),
    ("absolute_error", np.abs),
    ("huber", lambda e: np.where(np.abs(e) < 1, e**2 / 2, np.abs(e) - 0.5)),
    ("not_squared", lambda e: e),
    ("not_squared", lambda e: -e),
)
REDUCTIONS = (
    (RIGHT, np.mean),
    ("sum_not_mean", np.sum),
    ("one_per_transition", lambda losses: losses),
    ("half", lambda losses: losses.mean() / 2),
    ("square_root", lambda losses: np.sqrt(np.abs(losses.mean()))),
)
SIGNS = ((RIGHT, 1), ("negative", -1))
RULES = combine(ERRORS, MEASURES, REDUCTIONS, SIGNS)
WITHOUT_GRADIENT = frozenset(("argmax_index", "action_not_value", "one_per_transition"))


def slips(student: Student) -> list[str]:
    """The mistakes that explain the losses of the probes and their gradients."""
    calls = [(Tensor(y), (Tensor(a), Tensor(t))) for y, a, t in CALLS]
    steps = [call("dqn_loss", *arguments) for arguments in calls]
    *outcomes, derived = student.script([*steps, call("dqn_loss", *calls[0], wrt=0)])
    if returns_nothing(outcomes):
        return ["missing_return"]
    if all(outcome.error for outcome in outcomes):
        return _known_errors(outcomes)
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None or WITHOUT_GRADIENT.intersection(found):
        return list(found or ())
    return [*found, *_about_the_gradient(outcomes[0].value, derived)]


def _known_errors(outcomes):
    if raised(outcomes, "same number of dimensions as input"):
        return ["gather_dimensions"]
    if raised(outcomes, "Boolean value of Tensor"):
        return ["condition_on_array"]
    return []


def _about_the_gradient(loss, derived):
    if not isinstance(loss, Tensor):
        return ["python_number"]
    return ["no_gradient"] if derived.error or as_array(derived.gradient) is None else []


def compute(y_pred, actions, q_target, errors, measure, reduce, sign):
    """The loss that a rule gives."""
    y_pred, q_target = y_pred.astype(float), q_target.astype(float)
    return sign * reduce(measure(errors(y_pred, actions, q_target)))
