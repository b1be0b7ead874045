"""Hidden tests of format_batch."""

import dataclasses

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import CheckError, as_array, close, describe, points, require
from autograder.judging.student import call
from autograder.training.episodes import matched
from autograder.training.networks import outputs

CALL = "format_batch(batch, target_network, gamma)"
EXPECTED = "(états, (actions, cibles)), de formes (B, d), (B,) et (B,)"
CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # a network in single precision; a wrong rule is further
APART = 0.05  # from 0, of the best Q-values: whatever the precision, their sign is known


@dataclasses.dataclass(frozen=True)
class Case:
    """A batch, its target network and gamma, with the columns of the batch."""

    parameters: list
    batch: list
    gamma: float
    states: np.ndarray
    actions: np.ndarray
    rewards: np.ndarray
    next_states: np.ndarray
    terminal: np.ndarray

    @property
    def arguments(self):
        return self.parameters, self.batch, self.gamma

    def q_next(self):
        return outputs(self.parameters, self.next_states)

    def targets(self):
        return self.rewards + self.gamma * self.q_next().max(axis=1) * (1 - self.terminal)


def case(seed, terminal, gamma=0.9, states=4, actions=2):
    """A random batch of as many transitions as there are flags.

    In one of several next states that are not terminal, or more, every Q-value is negative.
    """
    rng, size = variant.generator(seed), len(terminal)
    shapes = [(6, states), (6,), (actions, 6), (actions,)]
    for _ in range(10_000):
        parameters = [rng.normal(size=shape).astype(np.float32) for shape in shapes]
        seen, following = (rng.normal(size=(size, states)).astype(np.float32) for _ in range(2))
        best = outputs(parameters, following).max(axis=1)[np.array(terminal) == 0]
        if len(best) < 2 or best.min() < -APART < APART < best.max():
            break
    taken, rewards = rng.integers(actions, size=size), rng.normal(size=size).round(3)
    columns = seen, taken.tolist(), rewards.tolist(), following, list(map(bool, terminal))
    batch = list(zip(*columns, strict=True))
    return Case(parameters, batch, gamma, seen, taken, rewards, following, np.array(terminal))


def with_one_twice(one):
    """The same, whose first transition comes back at the end."""
    rows = [*range(len(one.batch)), 0]
    columns = (one.states, one.actions, one.rewards, one.next_states, one.terminal)
    batch = [one.batch[row] for row in rows]
    return Case(one.parameters, batch, one.gamma, *(column[rows] for column in columns))


def formatted(student, one):
    """What came of a case, with the student's own DQN or with a neutral one."""
    step = call("apparatus.format", *one.arguments, shown=CALL)
    problem = None
    for spies in ((), ("DQN",)) if student.stopped is None else (("DQN",),):
        try:
            return student.with_apparatus("format_batch", [step], spies=spies)[0][0].unwrap()
        except CheckError as error:
            problem = problem or error
    raise problem


def parts(student, one):
    """The states, the actions and the targets; raises unless the result has its three parts."""
    result = formatted(student, one)["result"]
    require(
        isinstance(result, (tuple, list))
        and len(result) == 2
        and isinstance(result[1], (tuple, list))
        and len(result[1]) == 2,
        call=CALL,
        obtained=result,
        expected=EXPECTED,
        hint="renvoyez états, (actions, cibles) : c'est ce que train_on_batch reçoit",
    )
    return result[0], *result[1]


@points(0.75)
def test_columns(student):
    """Les états et les actions sont ceux du lot, dans son ordre, en tableaux (B, d) et (B,)."""
    larger = case(1402, [0, 0, 0], states=6, actions=3)
    for one in (case(1401, [0, 1, 0, 0, 1]), larger, with_one_twice(larger)):
        states, actions, _ = parts(student, one)
        for found, wanted, what in (
            (states, one.states, "les états s, de forme (B, d)"),
            (actions, one.actions, "les actions a, de forme (B,)"),
        ):
            require(
                close(found, wanted),
                call=CALL,
                obtained=found,
                expected=f"{what}, dans l'ordre du lot",
                hint="zip(*batch) regroupe les s, les a, les r, les s' et les fins",
            )


@points(0.5)
def test_types(student):
    """Les états et les cibles sont en float32, les actions en int64."""
    states, actions, targets = parts(student, case(1403, [0, 1, 0, 0]))
    for found, wanted, what in (
        (states, np.float32, "états"),
        (actions, np.int64, "actions"),
        (targets, np.float32, "cibles"),
    ):
        array = as_array(found)
        require(
            array is not None and not isinstance(found, (list, tuple)) and array.dtype == wanted,
            call=f"{CALL}, le type des {what}",
            obtained=describe(found) if array is None else f"un tableau de {array.dtype}",
            expected=f"un tableau de {np.dtype(wanted)}",
            hint=".astype(np.float32) pour les états et les cibles, np.int64 pour les actions",
        )


def require_targets(found, wanted, what):
    require(
        close(found, wanted, **CLOSE),
        call=f"{CALL}, {what}",
        obtained=found,
        expected="une cible par transition, de forme (B,) : r + gamma · max_a q_cible(s', a), et r"
        " seul là où s' est terminal",
        hint="get_targets le calcule, à partir des Q-valeurs de la cible en s'",
    )


@points(1.25)
def test_targets(student):
    """Hors des états terminaux, la cible est r + gamma · max_a q(s', a), selon le réseau cible."""
    for one in (
        case(1404, [0] * 6, 0.9),
        case(1405, [0] * 5, 0.5, states=6, actions=3),
        case(1406, [0] * 4, 0.0),
    ):
        require_targets(parts(student, one)[2], one.targets(), "rien n'est terminal")


@points(0.5)
def test_terminal(student):
    """Là où s' est terminal, et là seulement, la cible est la récompense seule."""
    for one in (case(1407, [1, 0, 0, 1, 1, 0], 0.8), case(1408, [1, 1, 1], 0.9)):
        require_targets(parts(student, one)[2], one.targets(), "des états terminaux dans le lot")


@points(0.5)
def test_one_transition(student):
    """Un lot d'une seule transition garde sa dimension de lot ; le lot reçu reste intact."""
    for one in (case(1409, [0], 0.7), case(1410, [1], 0.7)):
        states, actions, targets = parts(student, one)
        require(
            close(states, one.states) and close(actions, one.actions),
            call=f"{CALL}, un lot d'une transition",
            obtained=states,
            expected="des tableaux de formes (1, d) et (1,)",
            hint="évitez squeeze() sans argument",
        )
        require_targets(targets, one.targets(), "un lot d'une transition")
    mixed = case(1411, [0, 1, 0])
    require(
        formatted(student, mixed)["batch_untouched"],
        call=CALL,
        obtained="un lot modifié par l'appel",
        expected="le lot tel qu'il était : la mémoire contient les mêmes transitions",
        hint="ne changez ni la liste, ni les états qu'elle contient",
    )


@points(0.5)
def test_only_what_is_needed(student):
    """Le réseau cible n'est interrogé que sur les états suivants, sans rien apprendre."""
    one = case(1412, [0, 1, 0, 0, 0])
    found = formatted(student, one)
    asked = found["asked"]
    require(
        len(asked) > 0 and matched(asked, one.next_states) is not None,
        call=f"target_network.predict_on_batch(…), pendant {CALL}",
        obtained=f"{len(asked)} états, dont certains ne sont pas des s'"
        if len(asked)
        else "aucun état demandé",
        expected="les états suivants du lot, et eux seuls",
        hint="la cible dit ce que vaut la suite, en s' ; la perte calculera les Q-valeurs de s",
    )
    require(
        not found["tracked"]
        and all(
            close(*pair, rtol=0, atol=0)
            for pair in zip(found["weights"], one.parameters, strict=True)
        ),
        call=CALL,
        obtained="des cibles qui portent un gradient"
        if found["tracked"]
        else "un réseau cible dont les poids ont changé",
        expected="des cibles constantes, et une cible qui n'apprend pas",
        hint="predict_on_batch ne suit pas les gradients et ne change pas les poids",
    )
    parts(student, one)
