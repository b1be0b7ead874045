"""Hidden tests of ReplayBuffer."""

import itertools
from collections import Counter

import numpy as np

from autograder.checking import as_array, close, points, require
from autograder.student.proxy import call, get

STORED = 23  # more than twice the capacity below, so that everything has been replaced
CAPACITY = 10


def run(student, size, *steps):
    """The values of some steps on a new buffer `b`, in one message."""
    steps = [call("ReplayBuffer", size, save="b", shown=f"ReplayBuffer({size})"), *steps]
    return [outcome.unwrap() for outcome in student.script(steps, seed=500)][1:]


def store(element):
    return call("b.store", element, shown="buffer.store(élément)")


def sample(size, repeat=None):
    return call("b.get_batch", size, repeat=repeat, shown=f"buffer.get_batch({size})")


DATA = get("b.data", shown="buffer.data")


def items(obtained, shown):
    """The integers of a list, a tuple or an array."""
    array = as_array(obtained)
    require(
        array is not None and array.ndim == 1,
        call=shown,
        obtained=obtained,
        expected="la liste des éléments entreposés",
        hint="gardez et renvoyez les éléments tels qu'ils ont été reçus",
    )
    return array.tolist()


@points(0.75)
def test_capacity(student):
    """La mémoire garde tout jusqu'à buffer_size éléments, puis jamais plus."""
    steps = [step for i in range(STORED) for step in (store(i), DATA)]
    contents = run(student, CAPACITY, *steps)[1::2]
    for stored, content in enumerate(contents, start=1):
        require(
            len(items(content, "buffer.data")) == min(stored, CAPACITY),
            call=f"ReplayBuffer({CAPACITY}), {stored} appels de store, puis buffer.data",
            obtained=f"{len(content)} éléments",
            expected=f"au plus {CAPACITY} éléments, et tous tant qu'il y a de la place",
            hint="retirez le plus ancien élément dès que la taille dépasserait buffer_size",
        )


@points(0.75)
def test_oldest_goes_first(student):
    """Quand la mémoire est pleine, c'est le plus ancien élément qui cède sa place."""
    *_, content = run(student, CAPACITY, *map(store, range(STORED)), DATA)
    kept = sorted(items(content, "buffer.data"))
    require(
        0 < len(kept) < STORED and kept == list(range(STORED))[-len(kept) :],
        call=f"ReplayBuffer({CAPACITY}), store(0), …, store({STORED - 1}), puis buffer.data",
        obtained=kept,
        expected="les éléments les plus récents, dans un ordre quelconque",
        hint="le nouvel élément entre toujours ; c'est le plus ancien qui sort",
    )


@points(0.5)
def test_distinct_elements(student):
    """get_batch(n) renvoie n éléments distincts de la mémoire, jusqu'à la mémoire entière.

    Twenty draws with replacement out of twenty elements are all distinct with probability 2e-8.
    """
    sizes = (1, 7, 19, 20)
    batches = run(student, 20, *map(store, range(20)), *map(sample, sizes))[20:]
    for size, batch in zip(sizes, batches, strict=True):
        drawn = items(batch, f"buffer.get_batch({size})")
        require(
            len(drawn) == size and set(drawn) <= set(range(20)),
            call=f"buffer.get_batch({size}), 20 éléments entreposés",
            obtained=batch,
            expected=f"{size} éléments de la mémoire",
            hint="le lot a exactement la taille demandée",
        )
        require(
            len(set(drawn)) == size,
            call=f"buffer.get_batch({size}), 20 éléments entreposés",
            obtained=f"{len(set(drawn))} éléments distincts sur {size}",
            expected="un tirage sans remise : jamais deux fois la même place de la mémoire",
            hint="random.sample tire sans remise ; random.choices et np.random.choice remettent",
        )


@points(0.5)
def test_random_batches(student):
    """get_batch tire au hasard dans toute la mémoire : n'importe quels éléments ensemble.

    Over 500 batches of 5 out of 20, some pair of elements never comes out together with
    probability below 190 · (1 − 1/19)^500 < 4e-10.
    """
    *_, batches = run(student, 20, *map(store, range(20)), sample(5, repeat=500))
    drawn = [items(batch, "buffer.get_batch(5)") for batch in batches]
    together = Counter(
        pair for batch in drawn for pair in itertools.combinations(sorted(set(batch)), 2)
    )
    require(
        len(together) == 190,
        call="buffer.get_batch(5), 500 appels, 20 éléments entreposés",
        obtained=f"{len(together)} des 190 paires d'éléments",
        expected="un tirage au hasard : chaque paire d'éléments finit par sortir ensemble",
        hint="les derniers ou les premiers éléments, ou une tranche, ne font pas un échantillon",
    )


@points(0.25)
def test_transitions_come_back(student):
    """Les transitions entreposées ressortent intactes, et get_batch ne les retire pas."""
    rng = np.random.default_rng(501)
    transitions = [(rng.normal(size=4), i % 2, -0.5, rng.normal(size=4), i > 1) for i in range(4)]
    *_, first, second = run(student, 9, *map(store, transitions), sample(4), sample(4))
    for batch in (first, second):
        require(
            isinstance(batch, (list, tuple))
            and all(any(_same(one, kept) for one in batch) for kept in transitions),
            call="buffer.get_batch(4), deux fois, 4 transitions (s, a, r, s', fini) entreposées",
            obtained=batch,
            expected="les quatre transitions, telles quelles, chaque fois",
            hint="ne convertissez pas les éléments, et laissez-les dans la mémoire",
        )


def _same(one, other):
    return (
        isinstance(one, (list, tuple))
        and len(one) == len(other)
        and all(close(left, right) for left, right in zip(one, other, strict=True))
    )


@points(0.25)
def test_independent_buffers(student):
    """Deux mémoires ne partagent rien."""
    steps = [
        call("ReplayBuffer", 5, save="b", shown="ReplayBuffer(5)"),
        call("ReplayBuffer", 5, save="c", shown="ReplayBuffer(5)"),
        store(1),
        call("c.store", 2, shown="autre.store(élément)"),
        DATA,
        get("c.data", shown="autre.data"),
    ]
    *_, mine, other = [outcome.unwrap() for outcome in student.script(steps)]
    require(
        items(mine, "buffer.data") == [1] and items(other, "autre.data") == [2],
        call="deux ReplayBuffer(5), un élément dans chacun",
        obtained=f"{mine!r} et {other!r}"[:60],
        expected="un élément dans chaque mémoire",
        hint="créez la liste dans __init__, pas comme attribut de classe ni comme défaut",
    )
