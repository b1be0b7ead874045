"""Hidden tests of ReplayBuffer."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from autograder.judging import variant
from autograder.judging.assertions import as_array, close, describe, points, require
from autograder.judging.chance import binomial_bounds
from autograder.judging.student import call, get

STORED = 23  # more than twice the capacity below, so that everything has been replaced
CAPACITY = 10
BATCHES = 500
PARTS = ("l'état s", "l'action a", "la récompense r", "l'état s'", "l'indicateur fini")
HELD = 300  # elements of a memory that is not full: more than any usual batch
ROOM = 50_000  # elements, the usual capacity of the course
MANY = 12_000  # stored there: more than a memory of the usual smaller sizes would keep
MOST = 1000  # elements of a sequence: none that is read here holds a third of it
ERROR = 1e-7  # the uniformity test refuses a right answer with at most this probability


def store(element):
    return call("b.store", element, shown="buffer.store(élément)")


def store_other(element):
    return call("c.store", element, shown="autre.store(élément)")


def sample(size, repeat=None):
    return call("b.get_batch", size, repeat=repeat, shown=f"buffer.get_batch({size})")


DATA = get("b.data", shown="buffer.data")
OTHER_DATA = get("c.data", shown="autre.data")


def integers(content):
    """The integers of a sequence, whatever else it holds; none when it is no sequence."""
    sequence = content if isinstance(content, (list, tuple, np.ndarray)) else []
    return [element for element in sequence if isinstance(element, (int, np.integer))]


def create(size, name="b"):
    return call("ReplayBuffer", size, save=name, shown=f"ReplayBuffer({size})")


@pytest.fixture(scope="module")
def run(student):
    """Gives the values of some steps on a new buffer `b`, in one message.

    Where all the buffers share one list, which has a test of its own, it is emptied first.
    """
    seen = student.script([create(5), create(5, "c"), store_other(1), DATA])[-1].value
    shared = 1 in integers(seen)

    def run(size, *steps):
        before = [create(size), *([call("b.data.clear")] if shared else [])]
        outcomes = student.script([*before, *steps], seed=variant.seed(500))
        return [outcome.unwrap() for outcome in outcomes][len(before) :]

    return run


def items(obtained, shown):
    """The integers of a list, a tuple or an array."""
    array = as_array(obtained)
    require(
        array is not None and array.ndim == 1 and len(array) <= MOST,
        call=shown,
        obtained=obtained,
        expected="la liste des éléments entreposés",
        hint="gardez et renvoyez les éléments tels qu'ils ont été reçus",
    )
    return array.tolist()


@points(0.5)
def test_capacity(run):
    """La mémoire garde tout jusqu'à buffer_size éléments, puis jamais plus."""
    steps = [step for i in range(STORED) for step in (store(i % 7), DATA)]  # equals count as much
    for capacity in (CAPACITY, 1):
        contents = run(capacity, *steps)[1::2]
        for stored, content in enumerate(contents, start=1):
            require(
                isinstance(content, (list, tuple, np.ndarray))
                and len(content) == min(stored, capacity),
                call=f"ReplayBuffer({capacity}), {stored} appels de store, puis buffer.data",
                obtained=content,
                expected=f"au plus {capacity} éléments, et tous tant qu'il y a de la place",
                hint="gardez chaque élément reçu ; faute de place, retirez le plus ancien",
            )
    size = call("b.data.__len__", shown="len(buffer.data)")
    *_, kept = run(ROOM, call("b.store", 7, repeat=MANY, shown="buffer.store(élément)"), size)
    require(
        kept == MANY,
        call=f"ReplayBuffer({ROOM}), {MANY} appels de store, puis len(buffer.data)",
        obtained=kept,
        expected=f"{MANY} éléments : il reste de la place",
        hint="c'est buffer_size qui borne la mémoire, et lui seul",
    )


@points(0.75)
def test_oldest_goes_first(run):
    """Quand la mémoire est pleine, c'est le plus ancien élément qui cède sa place."""
    given = [7 * i % STORED for i in range(STORED)]  # all different, neither rising nor falling
    steps = [step for element in given for step in (store(element), DATA)]
    contents = run(CAPACITY, *steps)[1::2]
    for stored in range(CAPACITY + 1, STORED + 1):
        kept = items(contents[stored - 1], "buffer.data")
        require(
            1 < len(kept) < STORED and sorted(kept) == sorted(given[:stored][-len(kept) :]),
            call=f"ReplayBuffer({CAPACITY}), les éléments {given[:stored]}, puis buffer.data",
            obtained=f"les éléments {kept}",
            expected="les éléments les plus récents, dans un ordre quelconque",
            hint="le nouvel élément entre toujours ; c'est le plus ancien qui sort",
        )


def batches_of(run, *sizes):
    """Pairs (size, batch) out of a memory that holds so many elements, and is not full."""
    drawn = run(ROOM, *map(store, range(HELD)), *map(sample, sizes))[HELD:]
    return zip(sizes, drawn, strict=True)


@points(0.25)
def test_batch_size(run):
    """get_batch(n) renvoie n éléments de la mémoire, même avant qu'elle soit pleine."""
    for size, batch in batches_of(run, 1, 7, HELD - 1, HELD):
        drawn = items(batch, f"buffer.get_batch({size})")
        require(
            len(drawn) == size and set(drawn) <= set(range(HELD)),
            call=f"buffer.get_batch({size}), {HELD} éléments entreposés",
            obtained=drawn,
            expected=f"{size} éléments de la mémoire",
            hint="le lot a exactement la taille demandée et ne vient que des éléments entreposés",
        )


@points(0.25)
def test_distinct_elements(run):
    """Les éléments d'un lot sont distincts, jusqu'à la mémoire entière.

    Three hundred draws with replacement out of as many elements are never all distinct.
    """
    for size, batch in batches_of(run, 7, HELD - 1, HELD):
        drawn = integers(batch)
        require(
            drawn and len(set(drawn)) == len(drawn),
            call=f"buffer.get_batch({size}), {HELD} éléments entreposés",
            obtained=f"{len(set(drawn))} éléments distincts sur {len(drawn)}",
            expected="un tirage sans remise : jamais deux fois la même place de la mémoire",
            hint="random.sample tire sans remise ; random.choices et np.random.choice remettent",
        )


@points(0.5)
def test_random_batches(student, run):
    """get_batch tire au hasard dans toute la mémoire : n'importe quels éléments ensemble.

    Over 500 batches of 5 out of 20, some element comes out too often or too rarely for its exact
    binomial bounds with probability below 1e-7, and some pair of elements never comes out together
    with probability below 190 · (1 − 1/19)^500 < 4e-10.
    """
    *_, batches = run(20, *map(store, range(27)), sample(5, repeat=BATCHES))
    data = student.script([DATA])[0]
    # Where `data` cannot be read, which has its own tests, what it should hold.
    held = set(range(7, 27) if data.error else items(data.value, "buffer.data"))
    drawn = [items(batch, "buffer.get_batch(5)") for batch in batches]
    message = {"call": f"buffer.get_batch(5), {BATCHES} appels, {len(held)} éléments gardés"}
    counts = Counter(element for batch in drawn for element in set(batch))
    require(
        len(held) > 5,
        obtained="des lots de toute la mémoire",
        expected="une mémoire de 20 éléments, où un lot de 5 est un échantillon",
        hint="gardez chaque élément reçu tant qu'il y a de la place",
        **message,
    )
    require(
        set(counts) <= held,
        obtained=f"{len(set(counts) - held)} éléments qui n'y sont pas",
        expected="des éléments de la mémoire",
        hint="tirez parmi les éléments de data, tous et eux seuls",
        **message,
    )
    low, high = binomial_bounds(BATCHES, min(1.0, 5 / len(held)), ERROR / len(held))
    require(
        all(low <= counts[element] <= high for element in held),
        obtained=f"de {min(counts[e] for e in held)} à {max(counts[e] for e in held)} sorties"
        " selon l'élément",
        expected="la même chance de sortir pour chaque élément de la mémoire",
        hint="les derniers ou les premiers éléments ne font pas un échantillon",
        **message,
    )
    pairs = {pair for batch in drawn for pair in itertools.combinations(sorted(set(batch)), 2)}
    require(
        len(pairs) == math.comb(len(held), 2),
        obtained=f"{len(pairs)} des {math.comb(len(held), 2)} paires d'éléments",
        expected="un tirage au hasard : chaque paire d'éléments finit par sortir ensemble",
        hint="une tranche, même prise au hasard, ne fait pas un échantillon",
        **message,
    )


@points(0.5)
def test_transitions_come_back(student, run):
    """Les transitions entreposées ressortent intactes, et get_batch laisse la mémoire telle quelle.

    With replacement, one of four elements is missing from 80 draws with probability below 1e-9.
    """
    rng = variant.generator(501)
    transitions = [(rng.normal(size=4), i % 2, -0.5, rng.normal(size=4), i > 1) for i in range(4)]
    *_, batches = run(9, *map(store, transitions), sample(4, repeat=20))
    drawn = [one for batch in batches if isinstance(batch, (list, tuple)) for one in batch]
    good = (
        len(drawn) == 80
        and all(any(_same(one, kept) for kept in transitions) for one in drawn)
        and all(any(_same(one, kept) for one in drawn) for kept in transitions)
    )
    require(
        good,
        call="buffer.get_batch(4), 20 fois, 4 transitions (s, a, r, s', fini) entreposées",
        obtained=None if good else _first_difference(drawn, transitions) or batches[0],
        expected="les transitions, telles quelles, chaque fois",
        hint="ne convertissez pas les éléments, et laissez-les dans la mémoire",
    )
    check_batches_change_nothing(student)


def _first_difference(drawn, transitions):
    """The first part that no longer is as it was stored, in words; None for other faults."""
    for one in drawn:
        if not isinstance(one, (list, tuple)) or len(one) != len(PARTS):
            return None
        kept = max(transitions, key=lambda kept: sum(map(close, one, kept)))
        for part, name, stored in zip(one, PARTS, kept, strict=True):
            if not close(part, stored):
                return f"une transition dont {name} a changé : {describe(part)}"
    return None


def _same(one, other):
    return (
        isinstance(one, (list, tuple))
        and len(one) == len(other)
        and all(close(left, right) for left, right in zip(one, other, strict=True))
    )


def check_batches_change_nothing(student):
    """Raise unless a memory gives up the same elements as another that no batch was drawn from."""
    steps = [s for i in range(30) for s in (store(i), store_other(i), sample(min(i + 1, 3)))]
    steps = [create(6), create(6, "c"), *steps, DATA, OTHER_DATA]
    outcomes = student.script(steps, seed=variant.seed(500))
    drawn, left_alone = [outcome.unwrap() for outcome in outcomes][-2:]
    drawn, left_alone = items(drawn, "buffer.data"), items(left_alone, "autre.data")
    require(
        sorted(drawn) == sorted(left_alone),
        call="buffer.store(élément) puis buffer.get_batch(3), 30 fois, puis buffer.data",
        obtained=f"les éléments {drawn}",
        expected=f"ceux qui restent sans aucun get_batch : {left_alone}",
        hint="get_batch ne doit ni retirer les éléments de data, ni changer leur ordre",
    )


@points(0.25)
def test_independent_buffers(student):
    """Deux mémoires ne partagent rien."""
    steps = [create(5), create(5, "c"), store(1), store_other(2), DATA, OTHER_DATA]
    *_, mine, other = [outcome.unwrap() for outcome in student.script(steps)]
    require(
        [integers(content) for content in (mine, other)] == [[1], [2]],
        call="deux ReplayBuffer(5), un élément dans chacun",
        obtained=f"{describe(mine)} et {describe(other)}",
        expected="un élément dans chaque mémoire",
        hint="créez la liste dans __init__, pas comme attribut de classe ni comme défaut",
    )
