"""Mistakes in a training function, judged from their recorded calls.

One run on the episodes written in advance, the dependencies replaced by recording stand-ins, shows
the epsilons, the stored transitions, the batches and the arguments. Where the function calls none
of them, its actions and its weights tell. Two short runs more show the seed.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.judging.assertions import CheckError, as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import RIGHT, told_by_exceptions
from autograder.judging.student import Outcome, StudentError, Training
from autograder.training import properties, reproducibility
from autograder.training.episodes import (
    FILLED,
    FILLED_SCRIPT,
    IDLE,
    MOST_EVENTS,
    SCRIPT,
    SCRIPTED,
    Batch,
    Inconclusive,
    Record,
    Script,
    Step,
    joined,
    squeezed,
)
from autograder.training.loop import Loop

LENT = [  # named by the loops that train a network, or by one of the exercises
    "weights_restarted",
    "other_optimizer",
    "optimizer_restarted",
    "gradients_not_reset",
    "weight_decay",
    "two_optimizer_steps",
    "gradients_rescaled",
]
MISTAKES = load(__file__, COMMON, lent=LENT)
FAST_FILLED = Script(FILLED_SCRIPT.seed, FILLED_SCRIPT.ends)  # the batches are told as well
LARGEST = 130  # transitions of a batch, above the sizes that the notebooks ask for
LENGTHS = list(itertools.islice(itertools.cycle(SCRIPT.lengths), SCRIPTED["n_trajectories"]))


def training(loop: Loop) -> Record | list[Mistake] | None:
    """What the function did on the written episodes.

    Mistakes are the only ones that could be seen; None when the function fails.
    """
    try:
        trained = loop.scripted_training(SCRIPT, SCRIPTED, loop.parts)
    except StudentError:
        return None
    if trained.value is None:
        return [MISTAKES.missing_return]
    if len(trained.events) > MOST_EVENTS:
        played = sum("draws" in event for event in trained.of("step"))
        wrong = played != SCRIPTED["n_trajectories"]
        return [MISTAKES.wrong_number_of_trajectories] if wrong else None
    try:
        return loop.read(trained) if trained.of("step") else [MISTAKES.no_training]
    except CheckError:  # a step after the end of an episode
        return _of_steps_too_many(trained)


def _of_steps_too_many(trained: Training) -> list[Mistake]:
    """Why a step comes after the end of an episode: the first of them tells at which end."""
    lengths: list[int] = []
    for event in trained.events:
        if event["event"] == "reset":
            lengths.append(0)
        elif event["event"] == "step" and lengths:
            lengths[-1] += 1
    played = [length for length in lengths if length]
    # without a reset, the environment says at each step that the episode has ended
    if played == [SCRIPT.lengths[0] + SCRIPTED["n_trajectories"] - 1]:
        return [MISTAKES.no_reset]
    ends = itertools.cycle(SCRIPT.ends)
    passed = [end for found, (length, end) in zip(played, ends, strict=False) if found > length]
    return [MISTAKES.truncation_ignored] if passed[:1] == ["truncated"] else []


def of_failure(loop: Loop) -> list[Mistake]:
    """Why a function fails on the written episodes.

    It does not with the Gym of before Gymnasium, which it was written for; or it does not where
    nothing is learnt, and stores its transitions in another order than the one it learns them in.
    """
    told = told_by_exceptions([_run_of(loop)])
    if told:
        return told
    if _fixed_batches(loop):
        return [MISTAKES.fixed_batch_size]
    old = {"reset": MISTAKES.old_reset, "step": MISTAKES.old_step}
    for methods in (("reset",), ("step",), ("reset", "step")):
        try:
            loop.scripted_training(SCRIPT, SCRIPTED, loop.parts, old=methods)
        except StudentError:
            continue
        return [old[method] for method in methods]
    try:
        steps = loop.record(**IDLE).steps
    except (CheckError, Inconclusive):
        return []
    played = [Outcome(step.action) for step in steps]
    if told_by_exceptions(played):
        return told_by_exceptions(played)
    stored = [_stored(step) for step in steps]
    out_of_order = None not in stored and _in_another_order(stored, steps)
    return [MISTAKES.stored_in_another_order] if out_of_order else []


def _run_of(loop):
    try:
        loop.scripted_training(SCRIPT, SCRIPTED, loop.parts)
    except StudentError as error:
        return Outcome(error=error)
    return Outcome()


def _fixed_batches(loop):
    """Whether the function runs with batches that are larger than any a student may write, and asks
    for others than these.
    """
    larger = {**SCRIPTED, "n_trajectories": 40, "buffer_size": 1000, "batch_size": LARGEST}
    try:
        drawn = loop.scripted_training(SCRIPT, larger, loop.parts).of("get_batch")
    except CheckError:
        return False
    return bool(drawn) and all(one["batch_size"] != LARGEST for one in drawn)


def without_update(loop: Loop, record: Record, found: list[Mistake]) -> list[Mistake]:
    """The mistakes of a function that makes no recorded update; found: those seen already.

    Its weights tell what it did instead, if anything.
    """
    found = [mistake for mistake in found if mistake != MISTAKES.no_update]
    drawn = any(step.of("get_batch") for step in record.steps)
    if may_learn(record) and not drawn and (late := waiting(loop)):
        return [*found, *late]
    if _learns(loop):
        return [*found, *_replayed(loop)]
    if not may_learn(record):
        return found
    stores = any(step.of("store") for step in record.steps)
    return [*found, MISTAKES.no_update] if stores else [MISTAKES.not_learnt]


def may_learn(record: Record) -> bool:
    """Whether so many steps are played that a batch should have been drawn."""
    return len(record.steps) > SCRIPTED["batch_size"]


def waiting(loop: Loop) -> list[Mistake]:
    """Why batches are drawn at last, when far more transitions are stored, and not before."""
    longer = {**SCRIPTED, "n_trajectories": 40, "buffer_size": 1000}
    filled = {**SCRIPTED, "n_trajectories": 3, "buffer_size": FILLED["buffer_size"]}
    for script, changed in ((SCRIPT, longer), (FAST_FILLED, filled)):
        drawn = loop.scripted_training(script, changed, loop.parts).of("get_batch")
        sizes = {one["batch_size"] for one in drawn}
        if sizes:
            right = sizes == {SCRIPTED["batch_size"]}
            return [MISTAKES.late_start if right else MISTAKES.fixed_batch_size]
    return []


def _learns(loop):
    """Whether the learning rate changes the weights."""
    found = [loop.weights(loop.record(lr=lr).value) for lr in (0.005, 0.05)]
    return any(weights is None for weights in found) or not close(*found)


def _replayed(loop):
    """The mistakes that explain the weights, where the batches are not seen."""
    found = loop.replay and loop.replay.explanation
    mistakes = {
        "late": MISTAKES.more_than,
        "masked": MISTAKES.time_limit_terminal,
        "replaced": MISTAKES.with_replacement,
        "same": MISTAKES.last_transitions,
    }
    return [mistake for part, mistake in mistakes.items() if found and getattr(found, part)]


def common_mistakes(loop: Loop, record: Record) -> Iterator[Mistake]:
    """The mistakes that a loop which learns at each step may show in its recorded calls."""
    yield from playing_mistakes(loop, record)
    yield from _columns(record)
    yield from _of_what_is_handed(record)
    yield from _updates(record)
    yield from _batches(loop, record)


def playing_mistakes(loop: Loop, record: Record) -> Iterator[Mistake]:
    """The mistakes in what any loop plays and keeps, whenever it learns from it."""
    if len(record.trajectories) != SCRIPTED["n_trajectories"]:
        yield MISTAKES.wrong_number_of_trajectories
    yield from _epsilons(loop, record)
    yield from _policy(loop, record)
    yield from _arguments(record)
    yield from _transitions(record)


def _epsilons(loop, record):
    """The wrong rule whose epsilons are those that the policy received."""
    found = [step.policy["epsilon"] for step in record.steps if step.policy is not None]
    if not found:
        return
    options = SCRIPTED["epsilon_decay"], SCRIPTED["epsilon_min"]
    sequences = itertools.takewhile(
        lambda rule: not close(found, [e for row in rule[1] for e in row]),
        epsilon_sequences([len(steps) for steps in record.trajectories], *options),
    )
    tried = len(list(sequences))
    mistakes = [mistake for mistake, _ in epsilon_sequences(LENGTHS, *options)]
    if tried == len(mistakes):
        yield from [*_other_rule(loop), *_other_schedule(record)][:1]
    elif mistakes[tried] == MISTAKES.no_floor:
        yield from [*_other_rule(loop), MISTAKES.no_floor][:1]
    elif tried > 0:
        yield mistakes[tried]


def epsilon_sequences(
    lengths: Sequence[int], decay: float, least: float
) -> Iterator[tuple[Mistake | None, list[list[float]]]]:
    """The epsilons of each trajectory, for the right rule first, then the wrong ones."""
    powers = [decay**i for i in range(len(lengths))]
    before = [sum(lengths[:i]) for i in range(len(lengths))]

    def rows(values):
        return [[value] * length for value, length in zip(values, lengths, strict=True)]

    yield RIGHT, rows([max(power, least) for power in powers])
    yield MISTAKES.no_decay, rows([1.0 for _ in powers])
    yield MISTAKES.inverted_probability, rows([1 - max(power, least) for power in powers])
    yield MISTAKES.no_floor, rows(powers)
    yield MISTAKES.epsilon_starts_too_low, rows([least for _ in powers])
    yield MISTAKES.epsilon_starts_too_low, rows([max(decay * power, least) for power in powers])
    yield MISTAKES.constant_epsilon, rows([0.1 for _ in powers])
    yield MISTAKES.floor_as_ceiling, rows([1.0, *(least * power for power in powers[:-1])])
    for offset, floor in itertools.product((0, 1), (least, 0.0)):
        yield (
            MISTAKES.decay_each_step,
            [
                [max(decay ** (start + i + offset), floor) for i in range(length)]
                for start, length in zip(before, lengths, strict=True)
            ],
        )


# Of these factors, one at least leaves any usual rule some values above its floor.
FACTORS = (SCRIPTED["epsilon_decay"], 0.875, 0.125, 0.3)
FEWEST = 4  # values that tell a rule


def _other_rule(loop):
    """How epsilon decreases, where it does by the same difference or by another factor."""
    for factor in FACTORS:
        values = _of_trajectories(loop.record(epsilon_decay=factor))
        mistake = None if values is None else _decrease(values, factor)
        if mistake is not None:
            yield mistake
            return


def _other_schedule(record):
    """Whether epsilon goes down from 1, from one trajectory to the next, as no known rule does."""
    values = _of_trajectories(record)
    down = values is not None and values[-1] < 1 and bool((np.diff(values) <= 0).all())
    if down and close(values[0], 1.0):
        yield MISTAKES.other_schedule


def _of_trajectories(record):
    """The epsilon of each trajectory, None when one has several, or none."""
    asked = [[step.policy and step.policy["epsilon"] for step in t] for t in record.trajectories]
    if any(not close(row, [row[0]] * len(row)) for row in asked):
        return None
    return np.array([float(row[0]) for row in asked])


def _decrease(values, factor):
    """The wrong rule, if any, that some epsilons above their floor cannot but follow."""
    floor = values[-1] if close(values[-1], values[-2]) else 0.0
    above = values[: np.argmin(values > floor)] if (values <= floor).any() else values
    if len(above) < FEWEST or not close(values[len(above) :], [floor] * (len(values) - len(above))):
        return None
    ratios = above[1:] / above[:-1]
    if _constant(np.diff(above)) and above[1] < above[0]:
        return MISTAKES.linear_decay
    if not _constant(ratios):
        return None
    if not close(ratios[0], factor):
        return MISTAKES.other_factor
    return MISTAKES.other_floor if floor and not close(floor, SCRIPTED["epsilon_min"]) else None


def _constant(values):
    return close(values, [values[0]] * len(values))


def _policy(loop, record):
    """What the actions say of a policy that is written in the function, or not followed."""
    if any(step.policy for step in record.steps):
        yield from _asked(record)
        return
    try:
        exploits, explores = (
            properties.greedy_flags(loop, **options)
            for options in (properties.EXPLOITS, properties.EXPLORES)
        )
    except (CheckError, Inconclusive):
        return
    few = properties.hardly_explores
    pairs = list(zip(exploits, explores, strict=True))
    if any(few(first) and few(later) for _, (first, later) in pairs):
        yield MISTAKES.greedy_only
    elif not any(few(later) for (_, later), _ in pairs):
        yield MISTAKES.random_only
    elif any(few(later) for _, (_, later) in pairs):
        yield MISTAKES.no_floor
    elif any(few(first) for (first, _), _ in pairs):
        yield _low_from_the_start(loop, [few(first) for first, _ in exploits])


# Epsilon falls within the first trajectory if it does so at each step, and hardly in one step.
SLOWLY = {"epsilon_decay": 0.97, "epsilon_min": 0.01}
AT_LAST = 50  # the step after which it is low then


def _low_from_the_start(loop, ways):
    """Why the first trajectory hardly explores; ways: whether that is so, for each Q-function."""
    slow = properties.greedy_flags(loop, **SLOWLY)
    first = [flags for (flags, _), way in zip(slow, ways, strict=True) if way]
    falls = [np.mean(~flags[AT_LAST:]) < 0.2 for flags in first]  # and half, at random
    if any(falls) and not any(map(properties.hardly_explores, first)):
        return MISTAKES.decay_each_step
    return MISTAKES.epsilon_starts_too_low


def _asked(record):
    """What is wrong with the Q-values that the policy receives, and with the action played."""
    asked = [[step.policy for step in steps] for steps in record.trajectories]
    if not all(itertools.chain(*asked)):
        return
    if not _all_close([s.action for s in record.steps], [s.policy["action"] for s in record.steps]):
        yield MISTAKES.other_action_played
    if not all("q_vals" in policy for policy in itertools.chain(*asked)):
        return  # what is asked is given a state
    rows = [[squeezed(policy["q_vals"]) for policy in policies] for policies in asked]
    still = all(close(one, row[0]) for row in rows for one in row[1:])
    if still and not all(close(row[0], rows[0][0]) for row in rows):
        yield MISTAKES.q_vals_once


def _arguments(record):
    """The arguments that do not reach the calls they are meant for."""
    calls = [recorded for step in record.steps for recorded in step.after]
    for mistake, argument, event, recorded in (
        (MISTAKES.fixed_gamma, "gamma", "targets", calls),
        (MISTAKES.fixed_batch_size, "batch_size", "get_batch", calls),
        (MISTAKES.fixed_lr, "lr", "update", calls),
        (MISTAKES.fixed_buffer_size, "buffer_size", "buffer", record.buffers),
    ):
        found = [one[argument] for one in recorded if one["event"] == event and argument in one]
        if all(close(value, SCRIPTED[argument]) for value in found):
            continue
        changes = argument in ("gamma", "lr") and not close(found, [found[0]] * len(found))
        yield MISTAKES.setting_changes if changes else mistake


def _transitions(record):
    """What is wrong with the states and the flags of the stored transitions."""
    stored = [_stored(step) for step in record.steps]
    ends = [step.terminated or step.truncated for step in record.steps]
    if any(ends) and [element is None for element in stored] == ends:
        yield MISTAKES.end_not_stored
    elif [element is None for element in stored] == [step.terminated for step in record.steps]:
        yield MISTAKES.terminal_not_stored
    if any(element is None for element in stored):
        return
    if _in_another_order(stored, record.steps):
        yield MISTAKES.stored_in_another_order
        return
    if not _all_close([e[2] for e in stored], [step.reward for step in record.steps]):
        yield MISTAKES.rewards_changed
    first = [(steps[0].state, len(steps)) for steps in record.trajectories]
    starts = [state for state, length in first for _ in range(length)]
    if not _all_close([e[0] for e in stored], [step.state for step in record.steps]):
        if _all_close([e[0] for e in stored], starts):
            yield MISTAKES.state_not_advanced
        elif _all_close([e[0] for e in stored], _carried_over(record)):
            yield MISTAKES.state_carried_over
        elif _all_close([e[0] for e in stored], [step.next_state for step in record.steps]):
            yield MISTAKES.advanced_too_early
        elif _scaled([e[0] for e in stored], [step.state for step in record.steps]):
            yield MISTAKES.scaled_states
        elif _starts_elsewhere(stored, record):
            yield MISTAKES.starts_elsewhere
    yield from _next_states(stored, record)
    flags = [bool(as_array(element[4])) for element in stored]
    before = [[False, *(step.terminated for step in steps[:-1])] for steps in record.trajectories]
    if flags == [step.terminated for step in record.steps]:
        return
    if flags == ends:
        yield MISTAKES.time_limit_terminal
    elif flags in ([not end for end in ends], [not step.terminated for step in record.steps]):
        yield MISTAKES.inverted_flag
    elif flags in (list(itertools.chain(*before)), _previous(record)):
        yield MISTAKES.flag_of_the_step_before
    elif flags == [step.truncated for step in record.steps]:
        yield MISTAKES.swapped_flags


def _next_states(stored, record):
    """What stands in the place of the next states that the environment gave."""
    found, wanted = [e[3] for e in stored], [step.next_state for step in record.steps]
    if _all_close(found, wanted):
        return
    if _all_close(found, [step.state for step in record.steps]):
        yield MISTAKES.same_state_twice
    elif _scaled(found, wanted):
        yield MISTAKES.scaled_states


def _starts_elsewhere(stored, record):
    """Whether the only wrong states are the first of each trajectory, all of them."""
    first = {id(steps[0]) for steps in record.trajectories}
    right = [_all_close([e[0]], [s.state]) for e, s in zip(stored, record.steps, strict=True)]
    return right == [id(step) not in first for step in record.steps]


def _scaled(found, wanted):
    """Whether each component of the states is divided by a number of its own."""
    arrays = [squeezed(one) for one in found]
    if any(one is None or one.shape != wanted[0].shape for one in arrays):
        return False
    found, wanted = np.array(arrays, dtype=float), np.array(wanted, dtype=float)
    factors = (found * wanted).sum(axis=0) / (wanted**2).sum(axis=0)
    return bool(np.any(factors)) and close(found, wanted * factors, rtol=1e-4, atol=1e-7)


def _in_another_order(stored, steps):
    """Whether the elements hold the five values of their steps, but not each in its place."""
    found = [[squeezed(one) for one in element] for element in stored]
    wanted = [[np.asarray(one) for one in step.transition] for step in steps]
    fits = [
        [
            all(close(f[i], w[j], atol=1e-6) for f, w in zip(found, wanted, strict=True))
            for j in range(5)
        ]
        for i in range(5)
    ]
    orders = itertools.permutations(range(5))
    return not all(fits[i][i] for i in range(5)) and any(
        all(fits[i][j] for i, j in enumerate(order)) for order in orders
    )


def _columns(record):
    """Whether what a part receives is another column of the batch than the one that it asks for."""
    learning = [
        (step.of("get_batch")[0]["batch"], step)
        for step in record.steps
        if len(step.of("get_batch")) == 1 and step.of("update")
    ]
    for own, of_step in (
        (1, lambda step: _actions_of(step.of("update")[0])),
        (2, lambda step: joined(step.of("targets"), "rewards") if step.of("targets") else None),
        (4, lambda step: joined(step.of("targets"), "terminal") if step.of("targets") else None),
    ):
        given = [(batch, of_step(step)) for batch, step in learning]
        columns = [c for c in (1, 2, 4) if given and all(_is_column(one, c) for one in given)]
        if columns and own not in columns:
            yield MISTAKES.other_column
            return


def _actions_of(update):
    return update.get("actions", update.get("actions_taken"))


def _of_what_is_handed(record):
    """Whether the update or the targets receive another thing than the batch says.

    The best actions for those taken, one reward for all, or the batch up to its first end.
    """
    learning = [
        (step, step.of("get_batch")[0]["batch"], step.of("update")[0])
        for step in record.steps
        if len(step.of("get_batch")) == len(step.of("update")) == 1
    ]
    if not learning or not all(map(_has_five, (batch for _, batch, _ in learning))):
        return
    given = [(batch, update, squeezed(_actions_of(update))) for _, batch, update in learning]
    if all(_are_best(update, actions) for _, update, actions in given) and not all(
        _is_column((batch, actions), 1) for batch, _, actions in given
    ):
        yield MISTAKES.best_actions_taken
    if all(_is_cut(batch, actions) for batch, _, actions in given) and any(
        np.size(actions) < len(batch) for batch, _, actions in given
    ):
        yield MISTAKES.stopped_at_terminal
    asked = [joined(step.of("targets"), "rewards") for step, _, _ in learning if step.of("targets")]
    rewards = [as_array(one) for one in asked]
    if rewards and all(one is not None and np.ptp(one) == 0 for one in rewards):
        values = {float(one.flat[0]) for one in rewards}
        if len(values) == 1 and not all(_alike(batch) for _, batch, _ in learning):
            yield MISTAKES.rewards_ignored


def _has_five(batch):
    return all(isinstance(one, (list, tuple)) and len(one) == 5 for one in batch)


def _are_best(update, actions):
    """Whether the actions handed over are those of the largest Q-values handed over with them."""
    q_vals = as_array(update.get("q_vals", update.get("y_pred")))
    return q_vals is not None and q_vals.ndim == 2 and close(actions, q_vals.argmax(axis=1))


def _is_cut(batch, actions):
    """Whether the actions handed over are those of a batch up to its first end."""
    ends = [bool(np.any(as_array(one[4]))) for one in batch]
    kept = ends.index(True) + 1 if any(ends) else len(batch)
    return any(
        np.size(actions) == n and _is_column((batch[:n], actions), 1) for n in (kept, kept - 1)
    )


def _alike(batch):
    rewards = [squeezed(one[2]) for one in batch]
    return all(close(one, rewards[0]) for one in rewards)


def _is_column(given, place):
    batch, found = given
    if not all(isinstance(one, (list, tuple)) and len(one) == 5 for one in batch):
        return False
    values = [squeezed(one[place]) for one in batch]
    if squeezed(found) is None or any(value is None or value.shape for value in values):
        return False
    rows = np.atleast_1d(squeezed(found))
    return close(rows, np.array(values, dtype=float), rtol=1e-5, atol=1e-6)


def _carried_over(record):
    """The states, if each trajectory starts where the one before it ended."""
    last = None
    for steps in record.trajectories:
        yield steps[0].state if last is None else last
        yield from (step.state for step in steps[1:])
        last = steps[-1].next_state


def _previous(record):
    """The flags of the step before, kept from one trajectory to the next."""
    return [False, *(step.terminated for step in record.steps)][: len(record.steps)]


def _stored(step):
    """The only transition stored at a step, None when there is not exactly one."""
    elements = [stored["element"] for stored in step.of("store")]
    fit = len(elements) == 1 and isinstance(elements[0], (list, tuple)) and len(elements[0]) == 5
    flag = as_array(elements[0][4]) if fit else None
    return elements[0] if flag is not None and flag.size == 1 else None


def _all_close(found, wanted):
    pairs = zip(found, list(wanted), strict=True)
    return all(close(squeezed(one), other, atol=1e-6) for one, other in pairs)


def _updates(record):
    """When the updates are made: too late, too rarely, too often, never."""
    drawn = [max(len(step.of(event)) for event in ("get_batch", "update")) for step in record.steps]
    stores = any(step.of("store") for step in record.steps)
    if not any(drawn):
        asked = any(step.of("targets") for step in record.steps)
        if stores and not asked and may_learn(record):
            yield MISTAKES.no_update
        return
    ends = [step.terminated or step.truncated for step in record.steps]
    learning = list(itertools.dropwhile(lambda pair: not pair[0], zip(drawn, ends, strict=True)))
    if record.restarts:
        yield MISTAKES.memory_restarted
    elif all(count == (1 if end else 0) for count, end in learning):
        yield MISTAKES.one_update_per_trajectory
    elif all(count > 1 for count, _ in learning):
        yield MISTAKES.two_updates_per_step
    elif all(count == (0 if end else 1) for count, end in learning):
        if all(_stored(step) for step in record.steps):
            yield MISTAKES.no_update_at_end
    elif record.memory_at_first_update == SCRIPTED["batch_size"] + 1:
        yield MISTAKES.more_than
    elif properties.learnt_before_store(record):
        yield MISTAKES.learnt_before_store
    elif _starts_late(record) and all(count == 1 for count, _ in learning):
        yield MISTAKES.late_start


def _starts_late(record):
    held = record.memory_at_first_update
    return held is not None and held > SCRIPTED["batch_size"] + 1


def _batches(loop, record):
    """What is wrong with batches that get_batch does not draw."""
    if any(step.of("get_batch") for step in record.steps):
        return
    steps = enumerate(record.steps, start=1)
    seen = [(played, one) for played, step in steps for one in step.of("targets")]
    rewards = np.array([step.reward for step in record.steps])
    if any(_has_empty_places(one, rewards[:played]) for played, one in seen):
        yield MISTAKES.placeholders
    batches = recorded_batches(loop)
    if any(len(batch.places) < len(batch.rewards) for batch in batches):
        yield MISTAKES.with_replacement
    full = [batch for batch in batches if batch.memory == SCRIPTED["buffer_size"]]
    if full and all(len(batch.places) == batch.memory for batch in full):
        yield MISTAKES.whole_memory
    elif full and all(min(batch.places) >= batch.memory - len(batch.rewards) for batch in full):
        yield MISTAKES.last_transitions


def recorded_batches(loop: Loop) -> list[Batch]:
    """The batches of the recorded updates; empty when they cannot be told."""
    try:
        return loop.batches()
    except (CheckError, Inconclusive):
        return []


def _has_empty_places(call, rewards):
    """Whether some of the rewards handed over are zeros that the environment never gave."""
    found = as_array(call["rewards"])
    return found is not None and bool(np.any(found == 0)) and not np.any(rewards == 0)


def target_mistakes(
    step: Step,
    q: np.ndarray,
    q_next: np.ndarray,
    others: list[np.ndarray],
    batch: Batch,
    found: Any,
) -> list[Mistake] | None:
    """The wrong rules that give the targets of an update, or what they come from: RIGHT for none.

    q, q_next: the right Q-values of the batch's states and next states; others: those of the next
    states with other weights that the function has had. found: the targets handed over.
    """
    calls = step.of("targets")
    if calls:
        return _handed_mistakes(calls, q, q_next, others, batch)
    rows = np.arange(len(q))
    best, best_next = q.argmax(axis=1), q_next.argmax(axis=1)
    options = [
        (MISTAKES.current_argmax, q_next[rows, best]),
        (MISTAKES.same_action, q_next[rows, batch.actions.astype(int)]),
        (MISTAKES.targets_of_current_states, q.max(axis=1)),
        *((MISTAKES.double_dqn, other[rows, best_next]) for other in others),
        *((MISTAKES.double_dqn, other.max(axis=1)) for other in others),
    ]
    if _is_target(found, batch, q_next.max(axis=1)):
        return RIGHT
    wrong = [mistake for mistake, future in options if _is_target(found, batch, future)]
    return [*wrong, *([MISTAKES.other_action] if _of_some_actions(found, batch, q_next) else [])]


def _handed_mistakes(calls, q, q_next, others, batch):
    """The same, of what the part for targets receives."""
    given, flags = joined(calls, "next_q_vals"), joined(calls, "terminal")
    if _near(given, q_next):
        if any(_near(flags, one) for one in batch.flags):
            return RIGHT
        inverted = any(_near(flags, 1 - one) for one in batch.flags)
        return [MISTAKES.inverted_terminal] if inverted else []
    options = [(MISTAKES.targets_of_current_states, q)]
    options += [(MISTAKES.double_dqn, other) for other in others]
    return [mistake for mistake, value in options if _near(given, value)]


def _is_target(found, batch, future):
    gamma = SCRIPTED["gamma"]
    return any(_near(found, batch.rewards + gamma * future * (1 - f)) for f in batch.flags)


def _of_some_actions(found, batch, q_next):
    """Whether each target is that of one action or another."""
    found, gamma = as_array(found), SCRIPTED["gamma"]
    if found is None or found.shape != batch.rewards.shape:
        return False
    futures = [gamma * q_next * (1 - one[:, None]) for one in batch.flags]
    values = [batch.rewards[:, None] + future for future in futures]
    return any(
        np.isclose(found[:, None], v, rtol=1e-4, atol=1e-5).any(axis=1).all() for v in values
    )


def _near(found, wanted):
    return close(found, wanted, rtol=1e-4, atol=1e-5)


def only_mistake(found: Iterable[list[Mistake] | None]) -> list[Mistake]:
    """The first mistake that explains every update of a series, right updates aside."""
    wrong = [mistakes for mistakes in found if mistakes is not RIGHT]
    return [one for one in wrong[0] if all(one in other for other in wrong)][:1] if wrong else []


def beyond(loop: Loop) -> list[Mistake]:
    """What only other runs show: the seeds, and the limits that the function sets itself."""
    limits = [MISTAKES.own_limit] if fails(properties.check_long_episode, loop) else []
    limits += fewer(loop, MISTAKES.stopped_early)
    return (
        seed_mistakes(loop)
        or limits
        or tiredness(loop)
        or idle_at_first(loop)
        or end_of_learning(loop)
    )


def fewer(loop: Loop, early: Mistake) -> list[Mistake]:
    """Whether many trajectories are not all played: the mistake `early` where good returns alone
    stop the function.
    """
    if not fails(properties.check_never_early, loop):
        return []
    bounded = fails(properties.check_never_bounded, loop)
    return [MISTAKES.wrong_number_of_trajectories if bounded else early]


def idle_at_first(loop: Loop, **often: Any) -> list[Mistake]:
    """Whether the first trajectory, which has enough transitions for a small batch, is let pass.

    often: what has a loop learn within it that does not at each step.
    """
    held = loop.record(batch_size=2, **often).memory_at_first_update
    return [MISTAKES.late_start] if held is not None and held > SCRIPT.lengths[0] else []


def tiredness(loop: Loop) -> list[Mistake]:
    """Whether the function plays less for all that it has played."""
    tired = fails(properties.check_never_tired, loop)
    return [MISTAKES.stopped_when_filled] if tired else []


def end_of_learning(loop: Loop) -> list[Mistake]:
    """Whether the function learns no more after some trajectories."""
    ended = fails(properties.check_learns_to_the_end, loop)
    return [MISTAKES.stops_learning] if ended else []


def fails(check: Callable[[Loop], None], loop: Loop) -> bool:
    """Whether a check refuses a loop."""
    try:
        check(loop)
    except CheckError:
        return True
    return False


def seed_mistakes(loop: Loop) -> list[Mistake]:
    """What the draws of each trajectory, two seeds and two equal seeds show."""
    record = reproducibility.watched(loop)
    again = reproducibility.seeded_again(record) if record else np.zeros(4, dtype=bool)
    if again.all() or reproducibility.same_openings(reproducibility.openings(loop)):
        return [MISTAKES.seeded_each_trajectory]
    if again.any():
        start_only = again[0] and not again[1:].any()
        return [MISTAKES.same_start if start_only else MISTAKES.generator_seeded_again]
    return _two_seeds(loop)


def _two_seeds(loop):
    short, (state, other_state, _) = {**SCRIPTED, "n_trajectories": 2}, reproducibility.STATES
    called = ((1, state), (1, other_state), (2, state))
    trained = [
        loop.scripted_training(SCRIPT, {**short, "seed": seed}, loop.parts, at)
        for seed, at in called
    ]
    first, again, other = (loop.weights(one.value) for one in trained)
    if first is None or again is None or other is None:
        return []
    if not close(first, again):
        draws = [loop.read(one).draws[0] for one in trained[:2]]
        return [MISTAKES.drawn_before_seed if close(*draws) else MISTAKES.no_seed]
    if close(first, other) and np.any(first):
        return [MISTAKES.fixed_seed]
    return [MISTAKES.no_seed] if _own_parts_differ(loop) else []


def _own_parts_differ(loop):
    """Whether one seed gives two results with the student's own memory and policy."""
    base = loop.runs["base"]
    again = loop.train(base, seed=reproducibility.STATES[0])
    return reproducibility.differ(loop.result(base), again) and reproducibility.forgets_a_generator(
        loop
    )
