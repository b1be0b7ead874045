"""Hidden tests of update_theta."""

import numpy as np

from autograder.exercises.phi.readings import readings
from autograder.judging import variant
from autograder.judging.assertions import as_array, close, points, require
from autograder.judging.effects import untouched
from autograder.judging.fairness import holds_in_one_reading, same_in_one_reading

CALL = "update_theta(theta, states, actions_taken, targets, q_vals, lr)"
THETA = 0  # its position among the parameters
IN_PLACE = "theta = theta − … crée un autre tableau ; theta -= … modifie celui de l'appelant"
HAND = (
    np.array([1.0, 0.0, -1.0, 2.0]),
    np.array([[1.0, 2.0, -1.0, 0.5]]),
    np.array([1]),
    np.array([3.0]),
    np.array([[7.0, 1.0]]),
    0.25,
)  # 1 + 0.25 · 2 · (3 − 1) · 1 = 2 for the first component: theta becomes [2, 2, −2, 2.5]


def batch(seed, size, lr=0.1):
    """Random arguments; both actions are taken where the batch is large enough."""
    rng = variant.generator(seed)
    return (
        rng.normal(size=4),
        rng.normal(size=(size, 4)),
        rng.permutation(np.arange(size) % 2),
        rng.normal(size=size),
        rng.normal(scale=2, size=(size, 2)),
        lr,
    )


def far(arguments):
    """The same, with targets a hundred times as large: no error is to be clipped."""
    theta, states, taken, targets, q_vals, lr = arguments
    return theta, states, taken, 100 * targets, q_vals, lr


def step(arguments, features):
    """The change of theta that the rule gives."""
    _, _, taken, targets, q_vals, lr = arguments
    errors = targets - q_vals[np.arange(len(taken)), taken]
    return lr * 2 / len(taken) * errors @ features


def read(student, calls):
    """The readings of some calls, under each admissible phi."""
    pairs = [
        [(state, int(action)) for state, action in zip(states, taken, strict=True)]
        for _, states, taken, *_ in calls
    ]
    return readings(student, "update_theta", calls, pairs, watch=THETA)


def updated(outcome, theta):
    """Theta after a call: the argument if the call changed it, else what the call made of it.

    That is what it returned, or what it bound the name of its first parameter to. A call that did
    none of these shows no other property.
    """
    outcome.unwrap()
    if not untouched(outcome, [theta], [0]):
        return np.asarray(outcome.args[0])
    made = [as_array(outcome.value), as_array(outcome.last)]
    made = [array for array in made if array is not None and array.shape == (4,)]
    require(
        made and not close(made[0], theta, rtol=0, atol=0),
        call=CALL,
        obtained="un theta inchangé chez l'appelant",
        expected="un theta modifié sur place",
        hint=IN_PLACE,
    )
    return made[0]


def moved(outcome, arguments):
    """The change of theta that a call made, whatever the rule."""
    return updated(outcome, arguments[0]) - arguments[0]


def check_updates(student, calls, **message):
    """Raise unless each call moves theta exactly as the rule says; returns the reading."""
    return same_in_one_reading(
        read(student, calls),
        lambda i, outcome: updated(outcome, calls[i][0]),
        lambda i, features: calls[i][0] + step(calls[i], features),
        **message,
    )


def line(vector):
    """The direction of a vector, whatever its length and sign."""
    vector = np.asarray(vector, dtype=float)
    length = np.linalg.norm(vector) * np.sign(vector[np.argmax(np.abs(vector))])
    return vector / length if length else vector


@points(1.0)
def test_single_transition(student):
    """Pour une seule transition, theta avance de 2 · lr · (cible − Q-valeur) · phi(s, a)."""
    check_updates(
        student,
        [HAND, batch(401, 1), batch(402, 1), far(batch(403, 1))],
        call="update_theta sur un lot d'une transition",
        expected="theta + lr · 2 · (cible − Q-valeur de l'action prise) · phi(s, a)",
        hint="vérifiez le facteur 2, le signe (on descend le gradient) et lr",
    )


@points(0.75)
def test_chosen_actions(student):
    """L'erreur de chaque transition compare sa cible à la Q-valeur de l'action prise, la sienne."""
    calls = [batch(410 + size, size) for size in (2, 4, 6)]
    same_in_one_reading(
        read(student, calls),
        lambda i, outcome: line(moved(outcome, calls[i])),
        lambda i, features: line(step(calls[i], features)),
        call=CALL + ", lots de 2, 4 et 6 transitions",
        expected="un pas selon Σ (targets[i] − q_vals[i, actions_taken[i]]) · phi(s_i, a_i)",
        hint="q_vals est (B, n_actions) : prenez dans la ligne i la colonne actions_taken[i]",
    )


@points(0.75)
def test_mean_over_batch(student):
    """Pour un lot de B transitions, le pas est la moyenne des B termes de la règle."""
    check_updates(
        student,
        [far(batch(422, 2)), batch(425, 5), batch(429, 9)],
        call=CALL + ", lots de 2, 5 et 9 transitions",
        expected="theta + lr · (2/B) · Σ (cible − Q-valeur de l'action prise) · phi(s, a)",
        hint="l'erreur quadratique est moyennée sur le lot : divisez par sa taille",
    )


@points(0.75)
def test_in_place(student):
    """theta est modifié sur place : le tableau de l'appelant change."""
    calls = [batch(430, 4), batch(431, 3)]

    def check(outcomes):
        for outcome, arguments in zip(outcomes, calls, strict=True):
            outcome.unwrap()
            require(
                not untouched(outcome, arguments, [0]),
                call=CALL,
                obtained="un theta inchangé chez l'appelant",
                expected="un theta modifié sur place",
                hint=IN_PLACE,
            )

    holds_in_one_reading(student, "update_theta", calls, check, watch=THETA)


@points(0.5)
def test_learning_rate(student):
    """lr règle la longueur du pas : un lr double donne un pas double, dans le même sens."""
    calls = [(*batch(440, 4)[:-1], lr) for lr in (0.05, 0.1)]

    def check(outcomes):
        small, large = (
            moved(outcome, arguments) for outcome, arguments in zip(outcomes, calls, strict=True)
        )
        lengths = np.linalg.norm(small), np.linalg.norm(large)
        require(
            1e-6 < np.abs(small).max() < np.inf and close(large, 2 * small, rtol=1e-4, atol=1e-6),
            call=CALL + ", avec lr = 0.05 puis 0.1",
            obtained=f"des pas de longueurs {lengths[0]:.4g} et {lengths[1]:.4g}",
            expected="un pas non nul, deux fois plus long",
            hint="multipliez le gradient par lr, une seule fois",
        )

    holds_in_one_reading(student, "update_theta", calls, check, watch=THETA)


@points(0.25)
def test_arguments_untouched(student):
    """Une mise à jour change theta et lui seul : ni le lot, ni les cibles, ni les Q-valeurs."""
    arguments = batch(450, 5)

    def check(outcomes):
        (outcome,) = outcomes
        step_taken = moved(outcome, arguments)
        require(
            step_taken.shape == (4,) and not np.allclose(step_taken, 0),
            call=CALL,
            obtained="un theta inchangé",
            expected="un theta qui a bougé",
            hint="corrigez d'abord la mise à jour",
        )
        require(
            untouched(outcome, arguments, [1, 2, 3, 4]),
            call=CALL,
            obtained="un autre argument modifié par l'appel",
            expected="des arguments intacts, theta mis à part",
            hint="évitez -= et les affectations dans targets, q_vals ou states",
        )

    holds_in_one_reading(student, "update_theta", [arguments], check, watch=THETA)
