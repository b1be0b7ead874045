"""Hidden tests of get_targets."""

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close, points, require, same
from autograder.judging.effects import untouched
from autograder.judging.fairness import SINGLE_PRECISION
from solutions.get_targets import get_targets

POISON = 1e6  # the Q-values that a terminal state must make irrelevant


def batch(seed, size, terminal=None):
    """Random (next_q_vals, rewards, terminal); Q-values of both signs, far from zero."""
    rng = variant.generator(seed)
    q_vals = rng.choice((-1, 1), size=(size, 2)) * rng.uniform(0.5, 6, size=(size, 2))
    rewards = rng.normal(size=size)
    if terminal is None:
        terminal = [False] * size
    return q_vals, rewards, np.array(terminal, dtype=bool)


@points(0.75)
def test_bootstrap(student):
    """Hors des états terminaux, la cible est r + gamma · max_a q(s', a), pour chaque transition."""
    calls = [(*batch(301, 6), 0.9), (*batch(302, 5), 0.5), (*batch(303, 4), 0.99)]
    for value, arguments in zip(student.many("get_targets", calls), calls, strict=True):
        same(
            value,
            get_targets(*arguments),
            call="get_targets(next_q_vals, rewards, terminal, gamma), rien n'est terminal",
            expected="r + gamma · (la plus grande Q-valeur de la ligne), de forme (B,)",
            hint="le maximum se prend sur les actions : l'axe 1 de next_q_vals",
            **SINGLE_PRECISION,
        )


@points(0.75)
def test_terminal(student):
    """Là où s' est terminal, et là seulement, la cible est la récompense seule."""
    q_vals, rewards, terminal = batch(304, 6, [True, False, True, True, False, False])
    q_vals[terminal] = POISON
    call = "get_targets(next_q_vals, rewards, terminal, 0.9), des états terminaux dans le lot"
    value = student.call("get_targets", q_vals, rewards, terminal, 0.9)
    targets = as_array(value)
    require(
        targets is not None and targets.shape == rewards.shape,
        call=call,
        obtained=value,
        expected="un tableau (B,)",
        hint="renvoyez une cible par transition",
    )
    same(
        targets[terminal],
        rewards[terminal],
        call=call,
        expected="r là où terminal est vrai, quelles que soient les Q-valeurs de s'",
        hint="multipliez gamma · max par (1 − terminal)",
        **SINGLE_PRECISION,
    )
    require(
        np.all(np.abs(targets - rewards)[~terminal] > 1e-3),
        call=call,
        obtained=targets,
        expected="autre chose que r seul là où terminal est faux",
        hint="le masque garde gamma · max là où s' n'est pas terminal",
    )


@points(0.5)
def test_mixed_batches(student):
    """Les cibles sont justes dans un lot mêlé, comme dans un lot où tout est terminal."""
    mixed = batch(305, 7, [False, True, False, False, True, True, False])
    q_vals, rewards, terminal = mixed
    far = (200 * q_vals, 200 * rewards, terminal)  # as in an episode that lasts: nothing bounds it
    calls = [(*mixed, 0.8), (*batch(306, 3, [True] * 3), 0.8), (*far, 0.8)]
    for value, arguments in zip(student.many("get_targets", calls), calls, strict=True):
        same(
            value,
            get_targets(*arguments),
            call="get_targets(next_q_vals, rewards, terminal, 0.8)",
            expected="r + gamma · max_a q(s', a), et r seul là où s' est terminal",
            hint="comparez votre résultat à un calcul à la main sur deux transitions",
            **SINGLE_PRECISION,
        )


@points(0.5)
def test_gamma(student):
    """gamma pondère l'avenir : rien que r pour gamma = 0, tout le maximum pour gamma = 1."""
    calls = [(*batch(307, 5), gamma) for gamma in (0.0, 0.25, 1.0)]
    for value, arguments in zip(student.many("get_targets", calls), calls, strict=True):
        same(
            value,
            get_targets(*arguments),
            call=f"get_targets(next_q_vals, rewards, terminal, {arguments[-1]})",
            expected="r + gamma · max_a q(s', a)",
            hint="gamma multiplie le maximum, et lui seul",
            **SINGLE_PRECISION,
        )


@points(0.25)
def test_single_transition(student):
    """Un lot d'une seule transition donne un tableau de forme (1,)."""
    calls = [(*batch(308, 1), 0.9), (*batch(309, 1, [True]), 0.9)]
    larger = student.outcome("get_targets", *batch(301, 6), 0.9)
    right = close(larger.value, get_targets(*batch(301, 6), 0.9), **SINGLE_PRECISION)
    for value, arguments in zip(student.many("get_targets", calls), calls, strict=True):
        same(
            value,
            get_targets(*arguments),
            call="get_targets sur un lot d'une transition",
            expected="la même règle, et une forme (1,)",
            hint="évitez squeeze() et les boucles qui supposent plusieurs lignes"
            if right
            else "corrigez d'abord le calcul sur un lot de plusieurs transitions",
            **SINGLE_PRECISION,
        )


@points(0.25)
def test_arguments_untouched(student):
    """get_targets renvoie ses cibles dans un nouveau tableau et laisse ses arguments intacts."""
    arguments = (*batch(310, 4, [False, True, False, True]), 0.9)
    outcome = student.outcome("get_targets", *arguments)
    targets = as_array(outcome.unwrap())
    going_on = ~arguments[2]  # a missing mask costs its own points only
    require(
        targets is not None
        and targets.shape == (4,)
        and close(targets[going_on], get_targets(*arguments)[going_on], **SINGLE_PRECISION),
        call="get_targets(next_q_vals, rewards, terminal, gamma)",
        obtained=outcome.value,
        expected="un tableau (B,), r + gamma · max_a q(s', a) hors des états terminaux",
        hint="renvoyez une cible par transition",
    )
    require(
        untouched(outcome, arguments, [0, 1, 2]),
        call="get_targets(next_q_vals, rewards, terminal, gamma)",
        obtained="un argument modifié par l'appel",
        expected="des arguments intacts : ces tableaux resservent ensuite",
        hint="évitez += et les affectations dans next_q_vals ou rewards",
    )
