"""The properties that a training function must have, each judged by what was observed."""

import contextlib
import copy
import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.judging.assertions import CheckError, as_array, close, describe, require
from autograder.student.inside.recorder import MAX_EVENTS
from autograder.training.episodes import (
    FILLED,
    FILLED_SCRIPT,
    IDLE,
    LONG,
    LONG_PLAYED,
    POLICY_SCRIPT,
    POOR_SCRIPT,
    SOLVED_SCRIPT,
    TIRING,
    UPDATE_EVENTS,
    Batch,
    Inconclusive,
    Record,
    Script,
    Step,
    joined,
    long_script,
    matched,
    squeezed,
    times,
)
from autograder.training.loop import Loop, Property


def check_epsilon(loop: Loop) -> None:
    record = _while_acting(loop)
    if not any(step.policy for step in record.steps):
        check_replayed_policy(loop)
        return
    for index, steps in enumerate(record.trajectories):
        wanted = max(record.asked["epsilon_decay"] ** index, record.asked["epsilon_min"])
        for time, step in enumerate(steps):
            epsilon = step.policy and step.policy["epsilon"]
            require(
                close(epsilon, wanted),
                call=f"{record.call}, avec epsilon_decay = 0.5 et epsilon_min = 0.2",
                obtained=f"epsilon = {describe(epsilon)} au pas {time + 1}"
                f" de la trajectoire {index + 1}",
                expected="epsilon vaut 1 dans toute la première trajectoire ; il est multiplié par"
                " epsilon_decay après chaque trajectoire, sans passer sous epsilon_min",
                hint="epsilon = max(epsilon · epsilon_decay, epsilon_min) se place après la boucle"
                " sur les pas de temps",
            )
            require(
                close(squeezed(step.action), step.policy["action"]),
                call=f"environment.step(action), pendant {record.call}",
                obtained=f"l'action {describe(step.action)}",
                expected=f"l'action que {loop.declared.policy} vient de choisir",
                hint=f"donnez à environment.step ce que renvoie {loop.declared.policy}",
            )


def _while_acting(loop):
    """The usual record, or one where nothing is learnt if the function cannot learn there."""
    try:
        return loop.record()
    except Inconclusive:
        return loop.record(**IDLE)


# After the first trajectory, hardly any action is explored; or more than half of them are.
EXPLOITS = {"epsilon_decay": 0.05, "epsilon_min": 0.01}
EXPLORES = {"epsilon_decay": 0.05, "epsilon_min": 0.6}
MOST_EXPLORED = 0.1  # a tenth of the actions, where hardly any is explored


def check_replayed_policy(loop: Loop) -> None:
    """The same for a function that chooses its actions itself: random, then greedy, or neither.

    Nothing is learnt meanwhile. The probability that a right policy is refused is in the table of
    docs/justesse.md; where nothing is written, eight actions or more of the last nine episodes' 72
    or more are explored with probability 2e-7.
    """
    exploits, explores = (greedy_flags(loop, **options) for options in (EXPLOITS, EXPLORES))
    unwritten = greedy_flags(loop, LONG_PLAYED, **EXPLOITS, **{**LONG, "n_trajectories": 10})
    require(
        any(hardly_explores(later) for _, later in unwritten),
        call=f"{loop.name}(epsilon_decay=0.05, …) dans {loop.declared.environment.id}",
        obtained="des actions qui ne suivent pas epsilon",
        expected="après la première trajectoire, des actions presque toujours gloutonnes",
        hint=f"choisissez les actions par {loop.declared.policy}, avec l'epsilon de la trajectoire",
    )
    require(
        any(hardly_explores(later) and not hardly_explores(first) for first, later in exploits)
        and not any(hardly_explores(later) for _, later in explores),
        call=f"{loop.name}(epsilon_decay=0.05, …), avec epsilon_min = 0.01, puis 0.6",
        obtained="des actions qui ne suivent pas epsilon",
        expected="une première trajectoire au hasard (epsilon = 1) ; les suivantes presque toujours"
        " gloutonnes si epsilon_min = 0.01, plus souvent au hasard si epsilon_min = 0.6",
        hint=f"choisissez les actions par {loop.declared.policy}, avec l'epsilon de la trajectoire",
    )


def hardly_explores(flags: np.ndarray) -> bool:
    """Whether nearly all of these actions were greedy."""
    return np.sum(~flags) <= MOST_EXPLORED * len(flags)


def greedy_flags(
    loop: Loop, script: Script = POLICY_SCRIPT, /, **options: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Whether each action was greedy: in the first episode, in the others; for each Q-function.

    options: how epsilon decreases, and what makes nothing learnt.
    """
    record = loop.watched(script, **{**IDLE, **options})
    weights = loop.weights(record.value)
    require(
        weights is not None,
        call=record.call,
        obtained=record.value,
        expected="les poids appris",
        hint="renvoyez ce que la fonction a appris",
    )
    assert weights is not None
    states = np.array([step.state for step in record.steps])
    actions = np.array([int(step.action) for step in record.steps])
    first = len(record.trajectories[0])
    greedy = [actions == q_vals.argmax(axis=1) for q_vals in loop.q_values(weights, states)]
    return [(flags[:first], flags[first:]) for flags in greedy]


def check_transitions(loop: Loop) -> None:
    record = loop.record()
    if not any(step.of("store") for step in record.steps):
        loop.check_updates(exact=False)  # every row handed over is of a transition
        return
    for step in record.steps:
        stored = step.of("store")
        require(
            len(stored) == 1 and _is_transition(stored[0]["element"], step),
            call=f"{record.call}, après un pas de temps",
            obtained=stored[0]["element"] if stored else "rien d'entreposé",
            expected="un élément entreposé à chaque pas : (s, a, r, s', terminé), dans cet ordre",
            hint="s est l'état d'où part l'action ; pensez à avancer : état = état suivant",
        )


def _is_transition(element, step):
    if not _has_flag(element):
        return False
    found = [squeezed(one) for one in element]
    wanted = (step.state, step.action, step.reward, step.next_state)
    return all(
        close(one, other, atol=1e-6) for one, other in zip(found, wanted, strict=False)
    ) and (step.truncated or close(found[4], step.terminated))


def _has_flag(element):
    return isinstance(element, (list, tuple)) and len(element) == 5


def check_time_limit(loop: Loop) -> None:
    record = loop.record()
    if not any(step.of("store") for step in record.steps):
        loop.check_updates(exact=False)
        with _only_the_time_limit(record.call):
            loop.check_updates(exact=True)
        return
    for step in record.steps:
        elements = [stored["element"] for stored in step.of("store")]
        flags = [element[4] for element in elements if _has_flag(element)]
        require(
            len(flags) == 1 and close(squeezed(flags[0]), step.terminated),
            call=f"{record.call}, dont certains s'arrêtent à la limite de temps",
            obtained=f"terminé = {describe(flags[0])}" if flags else "aucun indicateur entreposé",
            expected="vrai seulement si terminated l'est : à la limite de temps (truncated),"
            " l'épisode s'arrête, mais l'état n'est pas terminal",
            hint="entreposez terminated, et non « terminated or truncated »",
        )


@contextlib.contextmanager
def _only_the_time_limit(call):
    """What fails within it is due to the time limit alone: everything else was right."""
    try:
        yield
    except CheckError:
        _require_unmasked(False, call)


def _require_unmasked(condition, call):
    require(
        condition,
        call=f"{call}, dont certains s'arrêtent à la limite de temps",
        obtained="des cibles sans suite à la limite de temps",
        expected="à la limite de temps, l'épisode s'arrête, mais l'état n'est pas terminal",
        hint="bouclez jusqu'à « terminated or truncated », n'entreposez que terminated",
    )


def check_long_episode(loop: Loop) -> None:
    """Raise when an episode stops before its end: the function has a limit of its own."""
    script = long_script(loop.declared.environment)
    record = _with_own_parts(loop, script, n_trajectories=1, **LONG)
    record = record or loop.watched(script, n_trajectories=1, **LONG)
    wanted, found = script.lengths[0], len(record.trajectories[0]) if record.trajectories else 0
    require(
        found == wanted,
        call=f"{loop.name}(…), sur un long épisode",
        obtained=f"un épisode quitté après {found} pas",
        expected="des épisodes joués jusqu'à ce que terminated ou truncated soit vrai",
        hint="l'environnement a déjà sa limite de temps : n'en ajoutez pas d'autre",
    )


def check_filled_memory(loop: Loop) -> None:
    """Raise when the function plays less once its memory holds thousands of transitions."""
    record = loop.watched(FILLED_SCRIPT, **FILLED)
    _require_lengths(record, FILLED_SCRIPT.lengths, "une mémoire de 30 000 transitions")


def check_many_steps(loop: Loop) -> None:
    """Raise when the function plays less once it has played thousands of steps.

    Only where it plays them with the student's own parts, for the stand-ins are ten times as slow.
    """
    script = long_script(loop.declared.environment)
    record = _with_own_parts(loop, script, **TIRING)
    if record is not None:
        wanted = script.lengths * TIRING["n_trajectories"]
        _require_lengths(record, wanted, f"{sum(wanted)} pas en tout")


def check_learns_to_the_end(loop: Loop) -> None:
    """Raise when the function learns no more after some trajectories, called as in the notebook.

    By its calls: where none shows an update, nothing is told.
    """
    kind = _learning_kind(loop)
    found = kind and _learning_steps(loop, kind)
    if not found:
        return
    last, steps = found
    call = f"{loop.name}(n_trajectories={loop.many_trajectories}, …), comme dans le cahier"
    require(
        steps - last <= LEAST_LEARNING * steps or loop.has_wrong_parts,
        call=call,
        obtained=f"une dernière mise à jour au pas {last} sur {steps}"
        if last
        else f"aucune mise à jour en {steps} pas",
        expected="des mises à jour jusqu'à la fin de l'entraînement",
        hint="rien n'arrête l'apprentissage : ni le nombre de mises à jour, ni celui des"
        " trajectoires",
    )


def _learning_kind(loop):
    """The kind of calls that shows the updates, None where none does.

    Nor does any where each trajectory has a memory of its own, which may never hold a whole batch.
    """
    try:
        record = loop.record()
    except (CheckError, Inconclusive):
        return None
    if record.restarts:
        return None
    return next((kind for kind in reversed(UPDATE_EVENTS) if kind in record.kinds), None)


def _learning_steps(loop, kind):
    """The step of the last update and the number of steps; None where they are not told."""
    usual = loop.usually()
    script = replace(usual.script, told=("step", kind), counted=True)
    asked = {**usual.asked, "n_trajectories": loop.many_trajectories}
    try:
        events = usual.scripted_training(script, asked, usual.parts).events
        counts = [(event["event"], times(event)) for event in events]
    except (CheckError, Inconclusive):
        return None
    last = steps = 0
    for event, count in counts:
        steps += count if event == "step" else 0
        last = steps if event == kind else last
    told = usual.asked["batch_size"] <= steps and len(counts) < MAX_EVENTS
    return (last, steps) if told else None


def _with_own_parts(loop, script, **changed):
    """What the function plays with the student's own parts, None where it does not run with them.

    Its steps alone are told: where it learns all the same, what it learns from may be very long.
    """
    if loop.student.stopped is not None or loop.apart.stopped is not None:
        return None
    apart = copy.copy(loop)
    apart.student = loop.apart
    try:
        return apart.read(apart.scripted_training(script, {**loop.asked, **changed}, ()), script)
    except CheckError:
        return None


def _require_lengths(record, wanted, where):
    """Raise unless all these episodes are played; those of an evaluation may come among them."""
    found = [len(steps) for steps in record.trajectories]
    whole = list(itertools.islice(itertools.cycle(wanted), len(found)))
    short = next((n for n, length in zip(found, whole, strict=True) if n < length), None)
    require(
        found == whole and len(found) >= len(wanted),
        call=f"{record.call}, {where}",
        obtained=f"un épisode quitté après {short} pas"
        if short is not None
        else f"{len(found)} trajectoires",
        expected="toutes les trajectoires, jouées jusqu'à ce que terminated ou truncated soit vrai",
        hint="ne fixez de limite ni aux pas joués, ni aux transitions gardées : la mémoire oublie"
        " d'elle-même les plus anciennes",
    )


def check_replayed_time_limit(loop: Loop) -> None:
    explanation = loop.check_replay()
    _require_unmasked(not explanation.masked, f"{loop.name}(…) sur des épisodes écrits d'avance")


def check_first_update(loop: Loop) -> None:
    record = loop.record()
    held, size = record.memory_at_first_update, record.asked["batch_size"]
    if held is None:
        raise Inconclusive("update")
    _require_at_least(
        held == size,
        call=f"{record.call}, avec batch_size = {size}",
        obtained=f"un premier lot tiré quand la mémoire contient {held} transitions",
    )
    require(
        not learnt_before_store(record),
        call=f"{record.call}, avec batch_size = {size}",
        obtained="un lot tiré avant que la transition du pas soit entreposée",
        expected="un lot tiré une fois la transition entreposée : elle peut en être",
        hint="à chaque pas, entreposez d'abord, apprenez ensuite",
    )


def learnt_before_store(record: Record) -> bool:
    """Whether each batch is drawn before the transition of its step is stored."""
    kinds = [[one["event"] for one in step.after] for step in record.steps]
    learning = [one for one in kinds if "get_batch" in one and "store" in one]
    return any(learning) and all(one.index("get_batch") < one.index("store") for one in learning)


def _require_at_least(condition, call, obtained):
    require(
        condition,
        call=call,
        obtained=obtained,
        expected="un premier lot dès que la mémoire contient au moins batch_size transitions",
        hint="« au moins » s'écrit >=",
    )


def check_replayed_first_update(loop: Loop) -> None:
    explanation = loop.check_replay()
    _require_at_least(
        not explanation.late,
        call=f"{loop.name}(batch_size=2, …) sur des épisodes écrits d'avance",
        obtained="une première mise à jour quand la mémoire contient 3 transitions",
    )


def check_memory_arguments(loop: Loop, *others: str) -> None:
    """The arguments that reach the dependencies; others: more of them, which the update receives.

    Those that reach no recorded call show in the updates: the batches are of this size, drawn from
    a memory of this size, and with gamma = 0 the targets are rewards.
    """
    record = loop.record()
    found = {
        "n_trajectories": [len(record.trajectories)],
        "buffer_size": [buffer["buffer_size"] for buffer in record.buffers],
        "batch_size": [one["batch_size"] for one in _calls(record, "get_batch")],
        "gamma": [one["gamma"] for one in _calls(record, "targets")],
    }
    found |= {argument: [one[argument] for one in _calls(record, "update")] for argument in others}
    if not all(found[argument] for argument in others):
        raise Inconclusive("arguments")
    if not found["gamma"]:
        _check_gamma(loop)
    if not (found["batch_size"] and found["buffer_size"]):
        batches = loop.batches()
        found["batch_size"] = [len(batch.rewards) for batch in batches]
        _require_distinct(all(len(one.places) == len(one.rewards) for one in batches), record.call)
    for argument, values in found.items():
        honoured(record, argument, values)


def check_never_stopped(loop: Loop) -> None:
    """Raise when the function stops for good returns, or for all that it has played."""
    check_never_early(loop)
    check_never_tired(loop)


def check_never_tired(loop: Loop) -> None:
    """Raise when the function plays less for all that it has played."""
    for check in loop.endurance:
        check(loop)


def check_never_early(loop: Loop) -> None:
    """Raise when the function plays fewer trajectories as soon as their returns are good."""
    _check_all_played(loop, SOLVED_SCRIPT, 500)


def check_never_bounded(loop: Loop) -> None:
    """Raise when the function plays fewer trajectories though nothing in them is good."""
    _check_all_played(loop, POOR_SCRIPT, 1)


def _check_all_played(loop, script, reward):
    record = loop.watched(script, n_trajectories=MANY, **LONG)
    found = len(record.trajectories)
    require(
        found >= MANY,  # more are those of another environment, where the loop evaluates
        call=f"{loop.name}(n_trajectories={MANY}, …), où chaque trajectoire rapporte {reward}",
        obtained=f"{found} trajectoires",
        expected="n_trajectories trajectoires, quels que soient leurs rendements",
        hint="n'arrêtez pas l'entraînement avant la dernière trajectoire",
    )


def _check_gamma(loop):
    record = loop.record(gamma=0.0)
    seen = [step.reward for step in record.steps]
    stored = [one["element"] for one in _calls(record, "store") if _has_flag(one["element"])]
    rewards = np.array([*seen, *(float(squeezed(element[2])) for element in stored)])
    updates = _calls(record, "update")
    if not updates:
        raise Inconclusive("gamma")
    for one in updates:
        require(
            matched(one["targets"], rewards) is not None,
            call=f"{record.call}, avec gamma = 0",
            obtained=one["targets"],
            expected="des cibles égales aux récompenses",
            hint="ne réécrivez pas gamma et ne le remplacez pas par une constante",
        )


def _calls(record, event):
    return [recorded for step in record.steps for recorded in step.of(event)]


def check_replayed_updates(loop: Loop) -> None:
    explanation = loop.check_replay()
    call = f"{loop.name}(batch_size=2, buffer_size=3, …) sur des épisodes écrits d'avance"
    _require_random_batches(not explanation.same, call)
    require(
        loop.replay is None or loop.replay.memories <= 1,
        call=call,
        obtained="une mémoire créée plusieurs fois",
        expected="des lots tirés de tout ce que la mémoire a gardé, trajectoires passées comprises",
        hint="créez la mémoire une seule fois, avant la boucle sur les trajectoires",
    )


def _require_random_batches(condition, call):
    require(
        condition,
        call=call,
        obtained="des lots toujours pris à la même place de la mémoire",
        expected="des lots tirés au hasard dans toute la mémoire",
        hint="demandez le lot à get_batch",
    )


def check_random_batches(loop: Loop) -> None:
    """Raise unless the batches that the function drew itself come from all over its memory.

    A sample takes the same places of a full memory at each of 23 draws with probability 1e-64.
    """
    record = loop.record()
    if any(step.of("get_batch") for step in record.steps):
        return
    size = record.asked["buffer_size"]
    if len(record.steps) < size:
        return  # a memory that is never full: what was drawn last and at random may be the same
    drawn = (batch for batch in loop.batches() if batch.memory == size)
    _require_random_batches(len({batch.places for batch in drawn}) > 1, record.call)


def check_replayed_arguments(loop: Loop) -> None:
    explanation = loop.check_replay()
    _require_distinct(
        not explanation.replaced,
        f"{loop.name}(batch_size=2, …) sur des épisodes écrits d'avance",
    )


def _require_distinct(condition, call):
    require(
        condition,
        call=call,
        obtained="des lots où une même transition figure deux fois",
        expected="des lots de batch_size transitions distinctes",
        hint="tirez sans remise : random.sample, ou replace=False",
    )


def honoured(record: Record, argument: str, found: Sequence) -> None:
    """Raise unless the argument reached every recorded call as it was."""
    wrong = [value for value in found if not close(value, record.asked[argument])]
    require(
        not wrong,
        call=f"{record.call}, avec {argument} = {record.asked[argument]}",
        obtained=f"{argument} = {describe(wrong[0])}" if wrong else "",
        expected="l'argument reçu, employé tel quel",
        hint=f"ne réécrivez pas {argument} et ne le remplacez pas par une constante",
    )


def handed(record: Record, what: str, obtained: Any, wanted: Sequence, expected: str) -> None:
    """Raise unless what the function handed over is one of the admissible values."""
    require(
        any(close(obtained, value, rtol=1e-5, atol=1e-5) for value in wanted),
        call=f"{what}, pendant {record.call}",
        obtained=obtained,
        expected=expected,
        hint="suivez une mise à jour à la main, du lot tiré jusqu'aux poids",
    )


def handed_to_policy(loop: Loop, record: Record, step: Step, wanted: Sequence) -> None:
    """Raise unless the policy, if it was asked, saw the Q-values of the current state."""
    if step.policy is not None:
        seen = as_array(step.policy["q_vals"])
        obtained = step.policy["q_vals"] if seen is None else seen.ravel()
        handed(record, f"{loop.declared.policy}, q_vals", obtained, wanted, POLICY_Q_VALS)


def targets(
    loop: Loop, record: Record, step: Step, batch: Batch, next_q_vals: Sequence
) -> list[np.ndarray]:
    """The admissible targets of a batch: what the student's part gave, or else the loop's rule.

    next_q_vals: the admissible Q-values of the batch's next states. The calls to that part, one for
    the batch or one a transition, are judged on the way.
    """
    calls = step.of("targets")
    if not calls:
        admissible = itertools.product(next_q_vals, batch.flags)
        gamma = record.asked["gamma"]
        return [loop.targets(q, batch.rewards, flags, gamma) for q, flags in admissible]
    part = loop.declared.targets
    rewards = joined(calls, "rewards")
    given = joined(calls, "next_q_vals")
    # where the rewards are all the same, only the next states tell the rows apart
    alike = len(set(batch.rewards)) == 1
    pairs = [(given, q) for q in next_q_vals] if alike else [(rewards, batch.rewards)]
    order = _order(pairs)
    handed(record, f"{part}, rewards", rewards, [batch.rewards[order]], REWARDS)
    flags = [one[order] for one in batch.flags]
    handed(record, f"{part}, terminal", joined(calls, "terminal"), flags, TERMINAL)
    q_vals = [one[order] for one in next_q_vals]
    expected = NEXT_Q_VALS.format(loop.declared.environment.actions)
    handed(record, f"{part}, q_vals", given, q_vals, expected)
    return [np.asarray(joined(calls, "targets"))[np.argsort(order)]]


def _order(pairs):
    """The order of the batch's transitions in the calls: theirs, unless another one fits.

    pairs: what the calls received, and what the batch may say of the same.
    """
    same = list(range(len(pairs[0][1])))
    for found, wanted in pairs:
        order = same if close(found, wanted, atol=1e-5) else matched(found, wanted)
        if order is not None and sorted(order) == same:
            return np.array(order)
    return np.array(same)


# Trajectories: more than the notebooks play, and enough for a mean of the last hundred returns.
MANY = 320
LEAST_LEARNING = 0.1  # of the steps, after the last update: some learn now and then only

ACTIONS = "les actions a du lot tiré, de forme (B,)"
TARGETS = "les cibles du lot tiré, de forme (B,)"
REWARDS = "les récompenses du lot tiré, de forme (B,)"
TERMINAL = "les indicateurs « terminé » du lot tiré, de forme (B,)"
POLICY_Q_VALS = "les Q-valeurs de l'état courant, avec les poids courants"
NEXT_Q_VALS = "les Q-valeurs des états suivants du lot, de forme (B, {}), avec les poids courants"


# In the last one, whole trajectories are played before anything is learnt.
EPSILON_RUNS = "base", "epsilon_decay", "epsilon_min", "late_learning"
# In the last one, the memory holds a batch in the first trajectory, whatever the class's seed.
FIRST_RUNS = "base", "early_learning"
# What the hidden tests of every loop judge; each loop adds its updates and its arguments.
COMMON = {
    "epsilon": Property(check_epsilon, EPSILON_RUNS, check_replayed_policy),
    # those of CartPole are all 1: a constant in their place would not be seen
    "transitions": Property(check_transitions, runs=("base", "rewards")),
    "time_limit": Property(
        check_time_limit,
        runs=("time_limit",),
        replayed=check_replayed_time_limit,
        beyond=check_long_episode,
    ),
    "first_update": Property(
        check_first_update, FIRST_RUNS, check_replayed_first_update, late=False
    ),
}
