"""Hidden tests of double_targets."""

import dataclasses

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import CheckError, as_array, close, points, require
from autograder.judging.student import call
from autograder.training.episodes import matched
from autograder.training.networks import outputs

CALL = "double_targets(batch, agent, target_network, gamma)"
CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # networks in single precision; a wrong rule is further
APART = 0.05  # two Q-values that differ by so much are ranked alike by every right computation


@dataclasses.dataclass(frozen=True)
class Case:
    """A batch, the parameters of the agent and of its target, gamma, and the batch's columns."""

    agent: list
    target: list
    batch: list
    gamma: float
    states: np.ndarray
    actions: np.ndarray
    rewards: np.ndarray
    next_states: np.ndarray
    terminal: np.ndarray

    @property
    def arguments(self):
        return [self.agent, self.target], self.batch, self.gamma

    def targets(self):
        chosen = outputs(self.agent, self.next_states).argmax(axis=1)
        worth = outputs(self.target, self.next_states)[np.arange(len(chosen)), chosen]
        return self.rewards + self.gamma * worth * (1 - self.terminal)


def case(seed, terminal, gamma=0.9, states=4, actions=2):
    """A random batch of as many transitions as there are flags; both networks know their minds.

    In half of its next states, or more, the two networks prefer different actions.
    """
    rng, size = variant.generator(seed), len(terminal)
    for _ in range(10_000):
        agent, target = (_network(rng, states, actions) for _ in range(2))
        seen, following = (rng.normal(size=(size, states)).astype(np.float32) for _ in range(2))
        ranked = [np.sort(outputs(one, following), axis=1) for one in (agent, target)]
        best = [outputs(one, following).argmax(axis=1) for one in (agent, target)]
        sure = all((one[:, -1] - one[:, -2] > APART).all() for one in ranked)
        now = outputs(agent, seen).argmax(axis=1)
        varied = size < 3 or all(len(set(one.tolist())) > 1 for one in (*best, now, now + best[0]))
        if sure and varied and (best[0] != best[1]).mean() >= 0.5:
            break
    taken, rewards = rng.integers(actions, size=size), rng.normal(size=size).round(3)
    columns = seen, taken.tolist(), rewards.tolist(), following, list(map(bool, terminal))
    batch = list(zip(*columns, strict=True))
    flags = np.array(terminal)
    return Case(agent, target, batch, gamma, seen, taken, rewards, following, flags)


def _network(rng, states, actions):
    shapes = [(6, states), (6,), (actions, 6), (actions,)]
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def made(student, one):
    """What came of a case, with the student's own DQN or with a neutral one."""
    step = call("apparatus.targets", *one.arguments, shown=CALL)
    problem = None
    for spies in ((), ("DQN",)) if student.stopped is None else (("DQN",),):
        try:
            return student.with_apparatus("double_targets", [step], spies=spies)[0][0].unwrap()
        except CheckError as error:
            problem = problem or error
    raise problem


def require_targets(student, one, what):
    found = made(student, one)["result"]
    require(
        close(found, one.targets(), **CLOSE),
        call=f"{CALL}, {what}",
        obtained=found,
        expected="une cible par transition, de forme (B,) : r + gamma · q_cible(s', a*), où a* est"
        " l'action que l'agent préfère en s', et r seul là où s' est terminal",
        hint="l'agent choisit, la cible évalue, tous deux en s'",
    )


def going_on(student, one, what):
    """The targets of a case and what came with them: of the right form, and not rewards alone.

    A wrong choice or a wrong value has its own test, and costs its own points only.
    """
    found = made(student, one)
    targets = as_array(found["result"])
    following = one.terminal == 0
    require(
        targets is not None
        and targets.shape == one.rewards.shape
        and (
            not following.any()
            or np.any(np.abs(targets - one.rewards)[following] > 1e-3)
            or close(targets, one.targets(), **CLOSE)
        ),
        call=f"{CALL}, {what}",
        obtained=found["result"],
        expected="une cible par transition, de forme (B,), qui compte la suite là où s' n'est pas"
        " terminal",
        hint="r + gamma · q_cible(s', a*)",
    )
    return found, targets


@points(2)
def test_targets(student):
    """Hors des états terminaux, l'agent choisit l'action de s', et le réseau cible l'évalue."""
    for one in (
        case(1501, [0] * 6, 0.9),
        case(1502, [0] * 8, 0.5, states=6, actions=3),
        case(1503, [0] * 4, 0.0),
    ):
        require_targets(student, one, "rien n'est terminal")


@points(0.75)
def test_terminal(student):
    """Là où s' est terminal, et là seulement, la cible est la récompense seule."""
    for one in (case(1504, [1, 0, 0, 1, 1, 0], 0.8), case(1505, [1, 1, 1], 0.9)):
        what = "des états terminaux dans le lot"
        _, targets = going_on(student, one, what)
        ended = one.terminal == 1
        require(
            close(targets[ended], one.rewards[ended], **CLOSE),
            call=f"{CALL}, {what}",
            obtained=targets,
            expected="r seul là où s' est terminal",
            hint="multipliez gamma · q_cible(s', a*) par (1 − terminal)",
        )


@points(0.5)
def test_form(student):
    """Les cibles sont un tableau (B,) de float32, même pour un lot d'une seule transition."""
    for one in (case(1506, [0, 1, 0, 0], 0.9), case(1507, [0], 0.7), case(1508, [1], 0.7)):
        found, array = going_on(student, one, f"un lot de {len(one.batch)}")
        require(
            not isinstance(found["result"], (list, tuple)) and array.dtype == np.float32,
            call=f"{CALL}, le type des cibles",
            obtained=f"un tableau de {array.dtype}",
            expected="un tableau de float32",
            hint=".astype(np.float32), une fois le calcul fait",
        )


@points(0.75)
def test_only_what_is_needed(student):
    """Les deux réseaux sont interrogés sur les états suivants seuls ; rien n'est modifié."""
    one = case(1509, [0, 1, 0, 0, 0])
    found, _ = going_on(student, one, "un lot de 5")
    for asked, who in zip(found["asked"], ("agent", "target_network"), strict=True):
        require(
            len(asked) > 0 and matched(asked, one.next_states) is not None,
            call=f"{who}.predict_on_batch(…), pendant {CALL}",
            obtained=f"{len(asked)} états, dont certains ne sont pas des s'"
            if len(asked)
            else "aucun état demandé",
            expected="les états suivants du lot, et eux seuls",
            hint="le choix et l'évaluation portent tous deux sur s'",
        )
    given = [*one.agent, *one.target]
    kept = [weight for weights in found["weights"] for weight in weights]
    require(
        not found["tracked"]
        and found["batch_untouched"]
        and all(close(*pair, rtol=0, atol=0) for pair in zip(kept, given, strict=True)),
        call=CALL,
        obtained="des cibles qui portent un gradient"
        if found["tracked"]
        else "un lot, ou les poids d'un réseau, changés par l'appel",
        expected="des cibles constantes, et tout le reste comme avant",
        hint="predict_on_batch ne suit pas les gradients et ne change rien",
    )
