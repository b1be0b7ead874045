"""Mistakes in ReplayBuffer, judged from what it holds and what comes out of it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import raised, told_by_exceptions
from autograder.judging.student import Outcome, Student, call, get
from autograder.student.wire import Opaque

MISTAKES = load(__file__, COMMON)
CAPACITY, STORED, DRAWS = 10, 27, 300
MOST = 60  # elements of a sequence: more than any memory here should ever hold
# The buffers and their sizes, each named after what it shows.
SIZES = {
    "one": 5,
    "other": 5,
    "full": CAPACITY,
    "next": CAPACITY,  # one element more than its capacity
    "partial": CAPACITY,
    "equals": CAPACITY,
    "drawn": CAPACITY,
    "stirred": 5,  # a batch before each element
    "kept": 4,
    "roomy": 50_000,
}
MANY = 12_000  # elements stored in the largest buffer: it has room for all of them
LARGE = 300  # elements of a batch drawn from it
STATE = np.array([0.25, -1.5, 2.75, 0.5])
TRANSITION = (STATE, 1, 1.0, STATE + 0.125, False)
PARTS = len(TRANSITION)
Seen = dict[str, Outcome]  # what came of each step, by name


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen in the life of some buffers."""
    seen = _observe(student)
    if seen["created"].error:
        known = [MISTAKES.float_capacity] if raised([seen["created"]], "integer") else []
        return known or told_by_exceptions([seen["created"]])
    if seen["full"].error:
        return _without_data(seen)
    if isinstance(seen["full"].value, Opaque):
        return [MISTAKES.set_not_list] if seen["full"].value.type == "set" else []
    if raised([seen["stored"]], "not iterable"):
        return [MISTAKES.extended_not_appended]
    if _holds_both(seen["one"]) and _holds_both(seen["other"]):
        return [MISTAKES.shared_storage]
    content = list(_content(seen))
    if seen["batch"].error is None and seen["batch"].value is None:
        return [*content, MISTAKES.missing_return]
    if len(_integers(seen["after"])) < len(_integers(seen["before"])):
        return [*content, MISTAKES.batch_removed, *_transitions(seen)]
    if _comes_with_more(seen["batch"].value):
        return [*content, MISTAKES.tuple_returned]
    enough = len(_integers(seen["before"])) >= 4
    if enough and any(raised([seen["batch"]], text) for text in TOO_MANY):
        return [*content, MISTAKES.wrong_batch_size]
    if not content and _loses_order(seen):
        content = [MISTAKES.order_lost]
    found = list(dict.fromkeys([*content, *_batches(seen), *_transitions(seen)]))
    return found or told_by_exceptions([seen["stored"], seen["batch"], seen["kept"]])


TOO_MANY = ("larger than population", "a larger sample than population")  # asked of ten elements


def _comes_with_more(batch):
    """Whether a batch of four elements is a part of a tuple."""
    return isinstance(batch, tuple) and any(
        isinstance(one, (list, tuple)) and len(one) == 4 for one in batch
    )


def _without_data(seen):
    """Why `data` cannot be read: the elements are elsewhere, or nothing keeps them."""
    if not raised([seen["full"]], "'data'"):
        return []
    if seen["batch"].error is None and seen["batch"].value is not None:
        return [MISTAKES.data_missing]
    if raised([seen["stored"]], "'data'"):
        return [MISTAKES.data_not_created]
    return told_by_exceptions([seen["stored"], seen["batch"]])


def _observe(student: Student) -> Seen:
    """What came of some steps, in one message, by name."""
    steps = [call("ReplayBuffer", size, save=name) for name, size in SIZES.items()]
    names = {"created": 0}

    def store(buffer, element):
        steps.append(call(f"{buffer}.store", element))

    def read(name, step):
        names[name] = len(steps)
        steps.append(step)

    read("stored", call("one.store", 1))
    store("other", 2)
    read("one", get("one.data"))
    read("other", get("other.data"))
    for buffer, count in (("full", STORED), ("next", CAPACITY + 1), ("partial", 6), ("drawn", 10)):
        for element in range(1, count + 1):
            store(buffer, element)
        read(buffer, get(f"{buffer}.data"))
    read("batches", call("full.get_batch", 5, repeat=DRAWS))
    read("early", call("partial.get_batch", 4, repeat=50))
    read("before", get("drawn.data"))
    read("batch", call("drawn.get_batch", 4))
    read("after", get("drawn.data"))
    for element in range(1, 16):
        steps.append(call("stirred.get_batch", min(element - 1, 3)))
        store("stirred", element)
    read("stirred", get("stirred.data"))
    for _ in range(4):
        store("equals", 7)
        store("kept", TRANSITION)
    read("equals", get("equals.data"))
    read("kept", call("kept.get_batch", 2))
    steps.append(call("roomy.store", 7, repeat=MANY))
    read("many", call("roomy.data.__len__"))
    read("large", call("roomy.get_batch", LARGE))
    outcomes = student.script(steps, seed=960)
    return {name: outcomes[place] for name, place in names.items()}


def _holds_both(outcome: Outcome) -> bool:
    """Whether a buffer that received 1 or 2 holds both, among anything else."""
    content = outcome.value if isinstance(outcome.value, list) else _integers(outcome)
    return {1, 2} <= {item for item in content if type(item) is int}


def _integers(outcome: Outcome) -> list:
    """The integers of a list that was read; empty when it is anything else, or long."""
    array = None if outcome.error else as_array(outcome.value)
    if array is None or array.ndim != 1 or len(array) > MOST:
        return []
    return array.tolist()


def _content(seen: Seen) -> Iterator[Mistake]:
    """What the memory keeps: before it is full, then after more than twice its capacity."""
    if _gives_indices(seen):
        yield MISTAKES.indices_not_elements
    elif _has_placeholders(seen):
        yield MISTAKES.placeholders
    if _wraps(seen["partial"].value):
        yield MISTAKES.element_wrapped
    if _waits(seen):
        yield MISTAKES.waits_until_full
    if len(_integers(seen["equals"])) == 1 < len(_integers(seen["partial"])):
        yield MISTAKES.refuses_equals
    held = sorted(_integers(seen["full"]))
    newest = list(range(1, STORED + 1))
    if held == newest:
        yield MISTAKES.never_evicts
    elif held == newest[: len(held)] and abs(len(held) - CAPACITY) <= 1:
        yield MISTAKES.drops_new_element
        if len(held) != CAPACITY:
            yield MISTAKES.one_too_many if len(held) > CAPACITY else MISTAKES.one_too_few
    elif held == newest[-1:] and _integers(seen["partial"]) == [6]:
        yield MISTAKES.only_the_last
    elif held == [*newest[: CAPACITY - 1], STORED]:
        yield MISTAKES.drops_newest
    elif held == newest[-CAPACITY - 1 :]:
        yield MISTAKES.one_too_many
    elif held == newest[-CAPACITY + 1 :]:
        full = len(_integers(seen["before"])) == CAPACITY
        yield MISTAKES.drops_several if full else MISTAKES.one_too_few
    elif held == newest[-CAPACITY:]:
        if len(set(_integers(seen["next"]))) == CAPACITY and 1 in _integers(seen["next"]):
            yield MISTAKES.ring_misaligned
        elif type(seen["many"].value) is int and 1 < seen["many"].value < MANY:  # of equal ones
            yield MISTAKES.fixed_capacity
    elif held and set(held) <= set(newest):
        if held == newest[-len(held) :] and len(held) < CAPACITY:
            yield MISTAKES.emptied_when_full
        elif len(held) == CAPACITY and STORED in held:
            yield MISTAKES.drops_at_random


def _gives_indices(seen: Seen) -> bool:
    """Whether the batches of a memory that holds 1 to 6 are made of 0 to 5, the places."""
    batches = seen["early"].value or () if seen["early"].error is None else ()
    drawn = [one for one in map(as_array, batches) if one is not None and one.ndim == 1]
    if not drawn or len(drawn) < len(batches):
        return False
    held = _integers(seen["partial"])
    return held == list(range(1, 7)) and set(np.concatenate(drawn).tolist()) == set(range(6))


def _wraps(content: Any) -> bool:
    """Whether each element is kept alone in a list of its own."""
    return (
        isinstance(content, list)
        and len(content) == 6
        and all(isinstance(one, list) and len(one) == 1 for one in content)
    )


def _waits(seen: Seen) -> bool:
    """Whether there is no batch until the memory is full."""
    early, late = seen["early"], seen["batches"]
    return (
        early.error is None
        and late.error is None
        and all(batch is None for batch in early.value)
        and all(batch is not None for batch in late.value)
    )


def _has_placeholders(seen: Seen) -> bool:
    """Whether places that nothing was stored in count as elements, or come out."""
    partial, early = seen["partial"].value, seen["early"]
    if isinstance(partial, (list, np.ndarray)) and len(partial) == CAPACITY:
        return True
    batches = early.value if early.error is None else []
    return any(
        item is None or (isinstance(item, (int, float)) and item == 0)
        for batch in batches
        if isinstance(batch, (list, tuple))
        for item in batch
    )


def _loses_order(seen: Seen) -> bool:
    """Whether the oldest element goes first, but no longer when batches are drawn meanwhile."""
    stirred, full = (sorted(_integers(seen[name])) for name in ("stirred", "full"))
    return full == list(range(STORED - CAPACITY + 1, STORED + 1)) and stirred != list(range(11, 16))


def _batches(seen: Seen) -> Iterator[Mistake]:
    """How the batches of five are drawn.

    Over 300 samples of 5 out of 10, an element never comes out with probability 2^-300, and the
    batches are all neighbours, or all equal, with a smaller one still.
    """
    held, batches = _integers(seen["full"]), seen["batches"]
    found = (batches.value or ()) if batches.error is None else ()
    drawn = [batch for batch in map(as_array, found) if batch is not None]
    if not held or not drawn or len(drawn) < len(found):
        return
    if all(batch.ndim == 0 for batch in drawn):
        yield MISTAKES.one_element
        return
    if _gives_indices(seen):
        return
    early = [as_array(batch) for batch in seen["early"].value or ()]
    sized = all(batch is None or batch.shape == (4,) for batch in early)
    if not sized or any(batch.shape != (5,) for batch in drawn):
        yield MISTAKES.wrong_batch_size
        return
    if len(set(held)) == len(held) and any(len(set(batch.tolist())) < 5 for batch in drawn):
        yield MISTAKES.with_replacement
    elif _is_capped(seen):
        yield MISTAKES.largest_batch
    sets = {frozenset(batch.tolist()) for batch in drawn}
    if len(sets) == 1:
        yield _fixed(held, set(*sets))
    elif all(_neighbours(held, batch) for batch in sets):
        yield MISTAKES.random_slice
    elif max(held) in frozenset.intersection(*sets):
        yield MISTAKES.newest_always_drawn
    elif set(held).difference(*sets):
        yield MISTAKES.some_never_drawn


def _is_capped(seen: Seen) -> bool:
    """Whether a large batch is smaller than what was asked, though the memory holds enough."""
    many, large = seen["many"].value, as_array(seen["large"].value)
    enough = type(many) is int and many >= LARGE
    return enough and large is not None and large.ndim == 1 and 0 < len(large) < LARGE


def _fixed(held, batch):
    """Which mistake gives always the same batch."""
    if batch in (set(held[-5:]), set(sorted(held)[-5:])):
        return MISTAKES.last_elements
    if batch in (set(held[:5]), set(sorted(held)[:5])):
        return MISTAKES.first_elements
    return MISTAKES.fixed_batch


def _neighbours(held, batch):
    """Whether the elements of a batch stand side by side in the memory, or in order of arrival."""
    return any(
        max(places) - min(places) < len(batch)
        for order in (held, sorted(held))
        for places in [[order.index(element) for element in batch if element in order]]
        if len(places) == len(batch) == 5
    )


def _transitions(seen: Seen) -> Iterator[Mistake]:
    """How two transitions come back."""
    kept = seen["kept"]
    if kept.error:
        if any(raised([kept], text) for text in ("inhomogeneous", "1-dimensional")):
            yield MISTAKES.numpy_batch
        return
    batch = kept.value
    if isinstance(batch, Opaque):
        if batch.type in ("zip", "map"):
            yield MISTAKES.columns_not_elements
        return
    if not isinstance(batch, (list, tuple)):
        return
    columns = [part for part in map(as_array, batch) if part is not None]
    if len(batch) == PARTS == len(columns) and all(part.shape[:1] == (2,) for part in columns):
        yield MISTAKES.columns_not_elements
    elif batch and isinstance(batch[0], (list, tuple)) and batch[0]:
        yield from _changes(batch[0])


def _changes(element: Sequence[Any]) -> Iterator[Mistake]:
    """How the parts of a transition come back, when they are not as they were stored."""
    if len(element) != PARTS:
        return
    if not any(close(*parts) for parts in zip(element, TRANSITION, strict=True)):
        return
    state = as_array(element[0])
    if state is not None and state.shape == (4,) and np.array_equal(state, np.round(state)):
        yield MISTAKES.integer_states
    elif not all(close(*parts) for parts in zip(element, TRANSITION, strict=True)):
        places = [[i for i, kept in enumerate(TRANSITION) if close(one, kept)] for one in element]
        yield MISTAKES.parts_reordered if all(places) else MISTAKES.parts_changed
