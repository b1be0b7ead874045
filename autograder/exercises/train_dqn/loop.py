"""The evidence on train_dqn, for its hidden tests and for its diagnosis.

The neutral agents never move towards one another: on the written episodes, the target must stay
where it was made, whatever the agent learns. The soft updates are judged by their calls.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NoReturn, Self

import numpy as np

from autograder.declarations import Environment
from autograder.judging.assertions import CheckError, as_array, close, describe, require
from autograder.judging.findings import Failed
from autograder.judging.student import (
    StudentCrash,
    StudentError,
    StudentTimeout,
    Training,
)
from autograder.training import networks, properties
from autograder.training.episodes import (
    REPLAYED,
    SCRIPT,
    SCRIPTED,
    STEPS,
    Batch,
    Inconclusive,
    Record,
    Script,
    Step,
    matched,
    squeezed,
)
from autograder.training.loop import Loop, Property
from autograder.training.networks import (
    AdamLearner,
    NetworkLoop,
    Shapes,
    layers,
    linear,
    weights_in,
)
from autograder.training.reference import LATE, run
from autograder.training.replay import Learner
from solutions.get_targets import get_targets

BASE = {
    "n_trajectories": 4,
    "batch_size": 16,
    "lr": 0.01,
    "seed": 1,
    "tau": 0.2,
    "training_interval": 2,
}
RUNS = {
    "base": run(BASE),
    "other_seed": run(BASE, seed=2),
    "rewards": run(BASE, slope=0.5),  # those of CartPole tell nothing of what is made of them
    "n_trajectories": run(BASE, n_trajectories=2),
    "gamma": run(BASE, gamma=0.8),
    "batch_size": run(BASE, batch_size=9),
    "buffer_size": run(BASE, buffer_size=25),
    "tau": run(BASE, tau=1.0),
    "training_interval": run(BASE, training_interval=3),
    "each_step": run(BASE, tau=1.0, training_interval=1),  # then it is Q-learning without target
    "epsilon_decay": run(BASE, epsilon_decay=0.5),
    "epsilon_min": run(BASE, epsilon_decay=0.3, epsilon_min=0.5),
    "late_learning": run(BASE, **LATE),
    "early_learning": run(BASE, batch_size=2, n_trajectories=2),
    "time_limit": run(BASE, limit=12, n_trajectories=6),
}
HIDDEN = 64
OWN: dict[str, Any] = {"env_id": "CartPole-v1", "tau": 0.25, "training_interval": 5}
# Updates every six steps with batches of four: a memory that holds four or five is no matter.
EVERY_SIX = {"training_interval": 6, "batch_size": 4}
# Longer than an episode of the course's environments, then than those of CartPole-v0.
LONG = Script(
    780,
    ((1100, "truncated"), (210, "terminated"), (4, "terminated")),
    reward=1.0,
    told=STEPS,
    counted=True,
)
# More steps, updates and episodes than a target is usually copied after.
RARELY = Script(
    783,
    ((1030, "truncated"), *[(6, "terminated")] * 11),
    told=("reset", "step", "format", "soft_update"),
)
OFTEN = {"n_trajectories": 12, "training_interval": 10, "batch_size": 4}
# An update as soon as the memory holds a batch.
FROM_FIVE = {"training_interval": 5, "batch_size": 5}
ELSEWHERE = Environment(id="Acrobot-v1", observations=6, actions=3)
ELSEWHERE_ID = "UnAutreNom-v3"


def shapes(states: int, actions: int) -> list[tuple[int, ...]]:
    """Those of the parameters of a NNModel with three hidden layers of 64 neurons."""
    return linear((states, HIDDEN, HIDDEN, HIDDEN, actions))


SHAPES = shapes(4, 2)


def weights(value: Any, expected: Shapes = SHAPES) -> np.ndarray | None:
    """The parameters of an agent, in one array; None when its network is not of these shapes."""
    return networks.weights(value, expected)


def fits_elsewhere(training: Training) -> bool:
    """Whether the network has as many inputs and outputs as the environment of `elsewhere`."""
    wanted = shapes(ELSEWHERE.observations, ELSEWHERE.actions)
    return layers(training.value, wanted) is not None or weights(training.value, wanted) is not None


def agent_of(loop: Loop) -> tuple[Any, float]:
    """The agent of a run, with the learning rate that was asked for."""
    try:
        return loop.value(RUNS["base"]), BASE["lr"]
    except (StudentError, StudentTimeout, StudentCrash):  # perhaps for what it calls
        return loop.record().value, SCRIPTED["lr"]


def check_acting(loop: Loop) -> None:
    """The agent acts in the current state, with an epsilon that decays after each trajectory."""
    properties.check_epsilon(loop)
    record = loop.record()
    for step in record.steps:
        require(
            step.policy is None or close(squeezed(step.policy["state"]), step.state, atol=1e-6),
            call=f"agent.get_action(state, epsilon), pendant {record.call}",
            obtained=step.policy and step.policy["state"],
            expected="l'état courant, celui d'où part l'action",
            hint="à la fin de chaque pas, l'état courant devient l'état suivant",
        )


# --- when the agent learns ------------------------------------------------------------------------


def learning(record: Record) -> list[bool]:
    """Whether something was learnt after each step; Inconclusive when no update is recorded."""
    record.of("update")
    return [bool(step.of("update")) for step in record.steps]


def due(steps: int, interval: int, batch_size: int) -> list[bool]:
    """Whether something should be learnt after each step, counted from 1 over all trajectories."""
    held = [min(step, SCRIPTED["buffer_size"]) for step in range(1, steps + 1)]
    return [
        step % interval == 0 and count >= batch_size for step, count in enumerate(held, start=1)
    ]


def check_interval(loop: Loop) -> None:
    """An update every `training_interval` steps, whatever trajectory they belong to."""
    record = loop.record(**EVERY_SIX)
    found, wanted = learning(record), due(len(record.steps), 6, 4)
    places = [step for step, learns in enumerate(found, start=1) if learns]
    require(
        found == wanted,
        call=f"{record.call}, avec training_interval = 6 et batch_size = 4",
        obtained=f"des mises à jour après les pas {_listed(places)}",
        expected="des mises à jour après les pas 6, 12, 18, … : tous les six pas, comptés d'une"
        " trajectoire à l'autre, dès que la mémoire contient batch_size transitions",
        hint="un seul compteur, créé avant les trajectoires et augmenté à chaque pas",
    )
    for step, learns in zip(record.steps, wanted, strict=True):
        counts = [len(step.of(event)) for event in ("update", "get_batch")]
        require(
            not learns or counts in ([1, 1], [1, 0]),
            call=record.call,
            obtained=f"{counts[0]} mise(s) à jour et {counts[1]} lot(s) tiré(s) à un même pas",
            expected="une seule mise à jour à la fois, sur un nouveau lot",
            hint="un train_on_batch, sur un lot tiré à l'instant",
        )


def _listed(places):
    shown = ", ".join(map(str, places[:6]))
    return shown + ", …" if len(places) > 6 else shown or "aucun"


def check_first_update(loop: Loop) -> None:
    """The first update comes as soon as the memory holds batch_size transitions."""
    record = loop.record(**FROM_FIVE)
    found = learning(record)
    first = found.index(True) + 1
    require(
        first == FROM_FIVE["batch_size"],
        call=f"{record.call}, avec batch_size = 5 et training_interval = 5",
        obtained=f"une première mise à jour après le pas {first}",
        expected="une première mise à jour après le pas 5 : la mémoire contient alors au moins"
        " batch_size transitions",
        hint="« au moins » s'écrit >=",
    )


# --- what it learns -------------------------------------------------------------------------------


def acting(record: Record) -> int:
    """The number of the agent that acts; Inconclusive when no action was asked of one."""
    found = [step.policy["agent"] for step in record.steps if step.policy is not None]
    if not found:
        raise Inconclusive("policy")
    require(
        len(set(found)) == 1,
        call=f"agent.get_action(…), pendant {record.call}",
        obtained="des actions choisies par plusieurs agents",
        expected="un seul agent qui agit, du début à la fin",
        hint="c'est l'agent entraîné qui agit ; la cible ne fait que calculer les cibles",
    )
    return found[0]


def lessons(record: Record) -> Iterator[tuple[Step, dict, dict]]:
    """Each step where something is learnt, its formatted batch and the call to the loss."""
    learning(record)
    if not any(step.of("format") for step in record.steps):
        raise Inconclusive("format")
    for step in record.steps:
        if not step.of("update"):
            continue
        made = step.of("format")
        require(
            len(made) == 1,
            call=f"format_batch(…), pendant {record.call}",
            obtained=f"{len(made)} appels à un même pas",
            expected="un appel, dont le résultat va à train_on_batch",
            hint="agent.train_on_batch(*format_batch(lot, cible, gamma))",
        )
        if made[0]["agent"] is None:  # another kind of object, which only the runs may justify
            raise Inconclusive("format")
        yield step, made[0], step.of("update")[0]


def check_updates(loop: NetworkLoop) -> None:
    """The batch that is drawn is formatted by the target and learnt by the agent, as it is."""
    record = loop.record()
    agent = acting(record)
    require(
        loop.weights(record.value) is not None,
        call=record.call,
        obtained=record.value,
        expected="l'agent, un DQN dont le réseau est NNModel(4, 2, 3, 64)",
        hint="renvoyez l'agent",
    )
    for step, made, loss in lessons(record):
        require(
            made["agent"] != agent,
            call=f"format_batch(lot, target_network, gamma), pendant {record.call}",
            obtained="l'agent qui apprend, à la place de la cible",
            expected="la cible : un autre agent que celui qui agit et apprend",
            hint="donnez à format_batch l'agent que creer_cible a renvoyé",
        )
        _check_batch(record, step, made)
        (predicted,) = loop.q_values(weights_in(loss, loop.shapes), made["states"])
        for what, obtained, wanted in (
            ("actions", loss["actions"], made["actions"]),
            ("q_target", loss["targets"], made["targets"]),
            ("y_pred", loss["y_pred"], predicted),
        ):
            require(
                close(obtained, wanted, rtol=1e-4, atol=1e-5),
                call=f"dqn_loss, {what}, pendant {record.call}",
                obtained=obtained,
                expected="ce que format_batch vient de donner, et les Q-valeurs de l'agent en s",
                hint="agent.train_on_batch(x, y), avec les x et y de format_batch",
            )
    require(
        loop.explained(),
        call=record.call,
        obtained="des poids que les mises à jour ne changent pas, ou pas ainsi",
        expected="l'agent renvoyé est celui que les mises à jour entraînent, avec un optimiseur"
        " créé une fois",
        hint="train_on_batch sur l'agent, et c'est lui que la fonction renvoie",
    )


def _check_batch(record, step, made):
    """Raise unless the formatted batch is the one that the memory has just handed out."""
    drawn = step.of("get_batch")
    if drawn:
        states = np.array([one[0] for one in drawn[0]["batch"]])
        rows = matched(made["states"], states)
        right = rows is not None and sorted(rows) == list(range(len(states)))
    else:
        seen = np.array([one.state for one in record.steps])
        rows = matched(made["states"], seen)
        right = rows is not None and len(set(rows)) == len(rows)
    require(
        right,
        call=f"format_batch(lot, …), pendant {record.call}",
        obtained=made["states"],
        expected="le lot que la mémoire vient de donner, une fois chaque transition",
        hint="donnez à format_batch la liste que renvoie get_batch",
    )


def check_still_target(loop: Loop) -> None:
    """The target starts where the agent does, and learning does not move it."""
    record = loop.record()
    acting(record)
    start = next(step.policy["mark"] for step in record.steps if step.policy is not None)
    for _, made, _ in lessons(record):
        require(
            close(made["mark"], start),
            call=f"{record.call}, soft_update neutralisé",
            obtained="une cible dont les poids changent, ou ne sont pas ceux du départ",
            expected="une cible qui part des poids de l'agent, et que seul soft_update déplace",
            hint="creer_cible(agent), une fois, avant la première trajectoire ; ni recopie, ni"
            " réseau partagé",
        )


def check_never_copied(loop: Loop) -> None:
    """Raise when the target jumps to other weights now and then, which no short run shows."""
    try:
        record = loop.record(RARELY, **OFTEN)
        marks = [one["mark"] for one in record.of("format")]
        taus = [one["tau"] for one in record.of("soft_update")]
    except Inconclusive:  # its runs prove what its calls do not tell
        return
    require(
        all(close(one, marks[0]) for one in marks) and all(close(one, taus[0]) for one in taus),
        call=f"{record.call}, soft_update neutralisé, {len(record.steps)} pas",
        obtained="une cible qui change, après quelque temps",
        expected="une cible que seul soft_update déplace, du début à la fin",
        hint="retirez la recopie : tous les tant de pas, de mises à jour ou d'épisodes, elle rend"
        " tau inutile",
    )


def check_soft_updates(loop: Loop) -> None:
    """Each update of the agent is followed by one soft update of the target, with this tau."""
    record = loop.record()
    agent, made = acting(record), list(lessons(record))
    if not any(step.of("soft_update") for step in record.steps):
        raise Inconclusive("soft_update")
    target = made[0][1]["agent"]
    for step in record.steps:
        learnt = len(step.of("update"))
        calls = step.of("soft_update")
        order = [one["event"] for one in step.after if one["event"] in ("update", "soft_update")]
        require(
            len(calls) == learnt and order in ([], ["update", "soft_update"]),
            call=f"cible.soft_update(agent, tau), pendant {record.call}",
            obtained=f"{len(calls)} appel(s) à un pas où l'agent apprend {learnt} fois"
            if len(calls) != learnt
            else "un soft_update avant train_on_batch",
            expected="un soft_update juste après chaque train_on_batch, et aucun autre",
            hint="placez-le dans le même if, après train_on_batch",
        )
        for one in calls:
            require(
                (one["agent"], one["other"]) == (target, agent),
                call=f"…soft_update(…), pendant {record.call}",
                obtained="l'agent rapproché de sa cible"
                if one["agent"] == agent
                else "un soft_update entre d'autres agents",
                expected="la cible, qui se rapproche de l'agent",
                hint="target_network.soft_update(agent, tau), dans ce sens",
            )
            _check_tau(record, one["tau"])


def soft_updates(record: Record) -> list[list[dict]]:
    """The soft updates that follow each update of the agent, before the next one."""
    found: list[list[dict]] = []
    for one in itertools.chain.from_iterable(step.after for step in record.steps):
        if one["event"] == "update":
            found.append([])
        elif one["event"] == "soft_update" and found:
            found[-1].append(one)
    return found


def _check_tau(record, tau):
    require(
        close(tau, OWN["tau"]),
        call=f"{record.call}, avec tau = {OWN['tau']}",
        obtained=f"tau = {describe(tau)}",
        expected="l'argument reçu, employé tel quel",
        hint="ne réécrivez pas tau et ne le remplacez ni par une constante, ni par 1 − tau",
    )


# --- the arguments, the episodes ------------------------------------------------------------------


def check_arguments(loop: Loop) -> None:
    """The arguments that reach the recorded calls."""
    record = loop.record()
    calls = [recorded for step in record.steps for recorded in step.after]
    found = {
        "n_trajectories": [len(record.trajectories)],
        "buffer_size": [buffer["buffer_size"] for buffer in record.buffers],
        "batch_size": [one["batch_size"] for one in calls if one["event"] == "get_batch"],
        "gamma": [one["gamma"] for one in calls if one["event"] == "format"],
    }
    if not all(found.values()):
        raise Inconclusive("arguments")
    for argument, values in found.items():
        properties.honoured(record, argument, values)


def long_record(loop: Loop) -> Record:
    """Three episodes whose returns are those of a success; nothing is learnt meanwhile."""
    return loop.watched(LONG, n_trajectories=3, batch_size=2048, buffer_size=3)


def check_episodes(loop: Loop) -> None:
    """Every trajectory is played, to its end, whatever the returns."""
    record = long_record(loop)
    lengths = [len(steps) for steps in record.trajectories]
    require(
        lengths == LONG.lengths,
        call=f"train_dqn(n_trajectories=3, …), des épisodes de {LONG.lengths} pas",
        obtained=f"des épisodes de {lengths} pas",
        expected="n_trajectories trajectoires, chacune jusqu'à sa fin, quel que soit son rendement",
        hint="ni arrêt à la première réussite, ni limite de pas écrite en dur",
    )
    properties.check_never_early(loop)  # nor for a mean of many returns


def elsewhere(loop: Loop) -> Training:
    """A training in an environment of another name, with six numbers a state and three actions."""
    env = ELSEWHERE.scripted(SCRIPT.episodes(ELSEWHERE))
    kwargs = {**OWN, **SCRIPTED, "env_id": ELSEWHERE_ID, "n_trajectories": 2}
    return loop.student.train(loop.name, kwargs, env=env, spies=loop.parts)


class TargetLearner(AdamLearner):
    """An agent that learns at each step, whose target follows it.

    target: the target's weights.
    """

    target: np.ndarray

    def after(self, batch: Batch, given: np.ndarray | None) -> Self:
        import torch

        from solutions.dqn_loss import dqn_loss

        next_q_vals = networks.q_values(self.target, batch.next_states, self.shapes)
        given = get_targets(next_q_vals, batch.rewards, batch.flags[0], REPLAYED["gamma"])
        lesson = torch.as_tensor(batch.actions), torch.as_tensor(given, dtype=torch.float32)
        learnt = self.taught(batch.states, lambda predicted: dqn_loss(predicted, lesson))
        learnt.target = (1 - OWN["tau"]) * self.target + OWN["tau"] * learnt.weights
        return learnt


class TargetLoop(NetworkLoop):
    """An agent, whose weights are seen at each update, and its target."""

    name = "train_dqn"
    runs = RUNS
    wanted = SHAPES
    tolerance = 2e-3
    own = OWN
    usual_trajectories = 8
    # where it learns at each step, all that is noted of its large network fits in a reply
    played = Script(0, played=(15,))
    replayed: ClassVar[Mapping[str, Any]] = {"training_interval": 1}
    table = properties.COMMON | {
        "epsilon": Property(
            check_acting, properties.EPSILON_RUNS, properties.check_replayed_policy
        ),
        "first_update": Property(check_first_update, properties.FIRST_RUNS, late=False),
        "interval": Property(check_interval, ("base", "training_interval", "each_step")),
        "updates": Property(
            check_updates,
            ("base", "other_seed", "rewards", "each_step"),
            beyond=properties.check_learns_to_the_end,
        ),
        # the student's own soft updates move it
        "still_target": Property(
            check_still_target,
            ("base", "tau", "training_interval"),
            alone=False,
            beyond=check_never_copied,
        ),
        "soft_updates": Property(check_soft_updates, ("base", "tau", "other_seed")),
        "arguments": Property(
            check_arguments,
            ("base", "n_trajectories", "gamma", "batch_size", "buffer_size"),
            beyond=properties.check_never_tired,
        ),
    }

    def lessons(self) -> Iterator[tuple[Step, np.ndarray, dict]]:
        for step, made, loss in lessons(self.record()):
            yield step, made["states"], loss

    def left(self, start: np.ndarray, ends: list[np.ndarray]) -> list[np.ndarray]:
        """The student's own soft updates move an agent that is made to follow its target.

        It is a mistake, which `check_soft_updates` judges, and no pretence: the weights are where
        such calls lead, from a target that had the agent's first weights.
        """
        if self.replaced:
            return ends
        agent, target, found = acting(self.record()), start, []
        for end, calls in zip(ends, soft_updates(self.record()), strict=True):
            for one in calls:
                tau = as_array(one["tau"])
                if tau is None or tau.shape or one["agent"] == one["other"]:
                    continue
                if one["agent"] == agent:
                    end = (1 - tau) * end + tau * target
                else:
                    target = (1 - tau) * target + tau * end
            found.append(end)
        return found

    def learners(self, weights: np.ndarray, result: Any) -> list[Learner]:
        learner = TargetLearner(self.network_with(weights), result["lr"], self.shapes)
        learner.target = learner.weights
        return [learner]

    @property
    def replay_elsewhere(self) -> None:
        return None

    def check_updates(self, exact: bool) -> None:
        check_updates(self)

    def batches(self) -> list[Batch]:
        raise Inconclusive("batches")

    def check_replay(self) -> NoReturn:
        """Raise: what neither the calls nor the runs show is not granted."""
        failed = Failed(
            call=f"{self.name}(…), sur des épisodes écrits d'avance et de courts entraînements",
            obtained="d'autres poids que ceux d'une boucle juste, ou aucun",
            expected="une boucle dont les appels montrent ce qu'elle fait",
            hint="appelez creer_cible, get_action, get_batch, format_batch, train_on_batch et"
            " soft_update",
        )
        raise CheckError(failed)


evidence = functools.lru_cache(maxsize=1)(TargetLoop)  # shared by the tests and the diagnosis
