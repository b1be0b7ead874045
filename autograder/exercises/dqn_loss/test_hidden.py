"""Hidden tests of dqn_loss."""

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close, points, require, same
from autograder.judging.student import StudentError
from autograder.student.wire import Tensor

CALL = "dqn_loss(y_pred, (actions, q_target))"


def batch(seed, size, first=0):
    """Random (y_pred, actions, q_target), float32 as a network gives.

    The actions are `first` and the other one in turn, then in any order.
    """
    rng = variant.generator(seed)
    return (
        rng.normal(scale=2, size=(size, 2)).astype(np.float32),
        rng.permutation((first + np.arange(size)) % 2),
        rng.normal(size=size).astype(np.float32),
    )


def far(arguments):
    """The same, with targets a hundred times as large: no error is to be clipped."""
    y_pred, actions, q_target = arguments
    return y_pred, actions, 100 * q_target


def tensors(y_pred, actions, q_target):
    return Tensor(y_pred), (Tensor(actions), Tensor(q_target))


def errors(y_pred, actions, q_target):
    return y_pred[np.arange(len(actions)), actions] - q_target


def check_value(student, arguments, **message):
    """Raise unless the loss is right; its shape has a test of its own."""
    for one in arguments:
        value = student.call("dqn_loss", *tensors(*one))
        loss = as_array(value)
        require(loss is not None and loss.size == 1, obtained=value, **message)
        same(loss.item(), np.mean(errors(*one) ** 2), **message, rtol=1e-5, atol=1e-6)


def slope(student, one):
    """The loss, a number, and its gradient, an array of y_pred's shape."""
    try:
        loss, gradient = map(as_array, student.gradient("dqn_loss", *tensors(*one)))
    except StudentError:
        student.call("dqn_loss", *tensors(*one))  # raises when the loss itself cannot be computed
        loss = gradient = None
    require(
        loss is not None
        and loss.size == 1
        and gradient is not None
        and gradient.shape == one[0].shape,
        call=CALL + ", puis backward()",
        obtained="aucun gradient",
        expected="une perte dérivable par rapport à y_pred",
        hint="restez en PyTorch : ni argmax, ni .item(), ni .detach(), ni numpy sur y_pred",
    )
    return loss.item(), gradient


def check_chosen_only(student, arguments, **message):
    """Raise unless the gradient is zero everywhere but for the actions taken."""
    for one in arguments:
        chosen = np.zeros(one[0].shape, dtype=bool)
        chosen[np.arange(len(one[1])), one[1]] = True
        found = slope(student, one)[1] != 0
        require(
            close(found, chosen, rtol=0, atol=0),
            obtained=f"un gradient non nul pour {int(found.sum())} des {found.size} Q-valeurs",
            expected="un gradient non nul pour les actions prises, nul pour les autres",
            **message,
        )


@points(1.5)
def test_value(student):
    """La perte est l'erreur quadratique moyenne entre cibles et Q-valeurs des actions prises."""
    hand = (
        np.array([[1.0, 50.0], [60.0, 2.0]], dtype=np.float32),
        np.array([0, 1]),
        np.array([2.0, 5.0], dtype=np.float32),
    )  # ((2 − 1)² + (5 − 2)²) / 2 = 5, whatever 50 and 60 are
    check_value(
        student,
        [hand, batch(601, 4), batch(602, 7), far(batch(603, 5))],
        call=CALL,
        expected="la moyenne sur le lot de (q_target[i] − y_pred[i, actions[i]])²",
        hint="gather prend la colonne actions[i] de la ligne i ; comparez des formes (B,) égales",
    )


@points(1.25)
def test_chosen_actions_only(student):
    """Seules les Q-valeurs des actions prises reçoivent un gradient."""
    check_chosen_only(
        student,
        [batch(611, 3), batch(612, 6)],
        call=CALL + ", puis backward()",
        hint="les actions qui n'ont pas été prises n'ont pas de cible",
    )


@points(1.25)
def test_gradient(student):
    """Le gradient de la perte est proportionnel aux erreurs : on descend une perte quadratique."""
    for one in (batch(621, 2), batch(622, 5), batch(623, 8)):
        loss, gradient = slope(student, one)
        taken = gradient[np.arange(len(one[1])), one[1]]
        # a quadratic loss L = k · Σ e² has the gradient 2 · k · e = 2 · L / Σ e² · e
        scale = 2 * loss / np.sum(errors(*one) ** 2)
        require(
            scale > 0 and close(taken / scale, errors(*one), rtol=1e-4, atol=1e-4),
            call=CALL + ", puis backward()",
            obtained=taken,
            expected="pour chaque action prise, un gradient proportionnel à Q-valeur − cible",
            hint="la perte est la moyenne des carrés des erreurs, sans signe moins",
        )


@points(0.75)
def test_single_transition(student):
    """Un lot d'une seule transition donne la même perte."""
    larger = batch(602, 7)
    loss = student.outcome("dqn_loss", *tensors(*larger)).value
    right = close(loss, np.mean(errors(*larger) ** 2), rtol=1e-5, atol=1e-6)
    check_value(
        student,
        [batch(631, 1), batch(632, 1, first=1)],
        call="dqn_loss sur un lot d'une transition",
        expected="(q_target[0] − y_pred[0, actions[0]])²",
        hint="squeeze(1) retire l'axe des actions, et lui seul"
        if right
        else "corrigez d'abord le calcul sur un lot de plusieurs transitions",
    )


@points(0.25)
def test_scalar_tensor(student):
    """La perte est un tenseur scalaire, et les tenseurs reçus restent intacts."""
    sent = batch(651, 4)
    outcome = student.outcome("dqn_loss", *tensors(*sent))
    loss = outcome.unwrap()
    require(
        isinstance(loss, Tensor) and loss.array.shape == (),
        call=CALL,
        obtained=loss,
        expected="un tenseur de forme ()",
        hint="renvoyez la moyenne elle-même, ni une perte par transition ni un float",
    )
    y_pred, (actions, q_target) = outcome.args
    require(
        all(map(np.array_equal, map(as_array, (y_pred, actions, q_target)), sent)),
        call=CALL,
        obtained="un argument modifié",
        expected="y_pred, actions et q_target inchangés",
        hint="évitez -= et les autres opérations sur place",
    )
