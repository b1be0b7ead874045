"""What students can check of ReplayBuffer while they work: the life of a few small memories."""

import math

import numpy as np

from autograder.exercises.ReplayBuffer.mistakes import MISTAKES
from autograder.judging.visible import encoded, prose

# A sample of 3 out of 6 leaves a given element out of 200 batches with probability 2^-200, and two
# of them never come out together with probability below 1e-19.
BATCHES = 200


def _store(elements, memory="m"):
    return [["entreposer", memory, encoded(element)] for element in elements]


def _new(size, memory="m"):
    return ["creer", memory, "ReplayBuffer", size]


RECEIVED = [13, 11, 15, 12, 14]  # in no order: the oldest is neither the least nor the greatest


def _contents():
    """A memory of three places that receives some elements, read after each."""
    read = [[*_store([element]), ["contenu", "m"]] for element in RECEIVED]
    return [_new(3), *(step for steps in read for step in steps)]


def _kept(rule):
    """What `_contents` shows if a rule says which of the first elements are kept."""
    return [sorted(rule(RECEIVED[: n + 1])) for n in range(len(RECEIVED))]


def _emptied(elements):
    last = len(elements) % 3
    return elements[-last:] if last else elements[-3:]


CONTENTS = (
    (MISTAKES.never_evicts, lambda e: e),
    (MISTAKES.drops_new_element, lambda e: e[:3]),
    (MISTAKES.drops_newest, lambda e: e if len(e) < 3 else [*e[:2], e[-1]]),
    (MISTAKES.one_too_many, lambda e: e[-4:]),
    (MISTAKES.one_too_few, lambda e: e[-2:]),
    (MISTAKES.only_the_last, lambda e: e[-1:]),
    (MISTAKES.emptied_when_full, _emptied),
    (MISTAKES.emptied_when_full, lambda e: e if len(e) < 4 else e[3:]),
    (MISTAKES.ring_misaligned, lambda e: e if len(e) < 4 else [e[0], *e[-2:]]),
)
FULL = list(range(11, 17))
PAIRS = [(np.array([0.5 + rank, -1.0, 2.25, 0.0]), rank % 2, 1.5, rank == 2) for rank in range(3)]
TRANSITIONS = [(state, action, reward, state + 0.25, end) for state, action, reward, end in PAIRS]
EQUALS = "Deux éléments égaux comptent pour deux."


def checks() -> dict:
    properties = [
        _property(
            "Deux mémoires ne partagent rien.",
            "créez la liste dans __init__, et non dans la classe ni comme valeur par défaut.",
            "deux ReplayBuffer(3), un élément dans chacune ; les deux data",
            "tries",
            [
                _new(3, "un"),
                _new(3, "deux"),
                *_store([1], "un"),
                *_store([2], "deux"),
                ["contenu", "un"],
                ["contenu", "deux"],
            ],
            [[1], [2]],
            [(MISTAKES.shared_storage, [[1, 2], [1, 2]])],
        ),
        _property(
            "La mémoire garde tout, puis le nouvel élément prend la place du plus ancien.",
            "trois places : chaque élément de trop chasse le plus ancien.",
            f"ReplayBuffer(3), puis store de {', '.join(map(str, RECEIVED))} ; data après chacun",
            "tries",
            _contents(),
            _kept(lambda e: e[-3:]),
            [(mistake, _kept(rule)) for mistake, rule in CONTENTS],
        ),
        _property(
            EQUALS,
            "gardez chaque élément reçu, même s'il est égal à un autre.",
            "ReplayBuffer(4), puis store(7), trois fois ; data",
            "tries",
            [_new(4), *_store([7, 7, 7]), ["contenu", "m"]],
            [[7, 7, 7]],
            [(MISTAKES.refuses_equals, [[7]])],
        ),
        _property(
            "Un lot a la taille demandée, même avant que la mémoire soit pleine.",
            "get_batch(n) renvoie n éléments ; tous ceux de la mémoire peuvent être demandés.",
            "une mémoire de 9 places et 6 éléments ; 20 fois get_batch(6)",
            "tailles",
            [_new(9), *_store(FULL), ["lot", "m", 6, 20]],
            [[6], [6]],
        ),
        _property(
            "Les lots sont tirés au hasard dans toute la mémoire, sans remise.",
            "random.sample tire n éléments distincts ; une tranche n'est pas un échantillon.",
            f"une mémoire pleine de 6 éléments ; {BATCHES} fois get_batch(3)",
            "sortis",
            [_new(6), *_store(FULL), ["lot", "m", 3, BATCHES]],
            [FULL, [], math.comb(6, 2)],
            [
                (MISTAKES.last_elements, [FULL[-3:], FULL[-3:], 3]),
                (MISTAKES.first_elements, [FULL[:3], FULL[:3], 3]),
                (MISTAKES.newest_always_drawn, [FULL, FULL[-1:], math.comb(6, 2)]),
                (MISTAKES.random_slice, [FULL, [], 9]),
                (MISTAKES.indices_not_elements, [list(range(6)), [], math.comb(6, 2)]),
            ],
        ),
        _property(
            "Les éléments d'un lot sont distincts.",
            "un tirage sans remise : jamais deux fois la même place de la mémoire.",
            f"une mémoire pleine de 6 éléments ; {BATCHES} fois get_batch(3)",
            "tailles",
            [_new(6), *_store(FULL), ["lot", "m", 3, BATCHES]],
            [[3], [3]],
            [(MISTAKES.with_replacement, [[3], n]) for n in ([1, 2, 3], [2, 3])],
        ),
        _property(
            "get_batch laisse la mémoire comme elle était.",
            "un lot est une copie : ne retirez rien de data, et n'en changez pas l'ordre.",
            "ReplayBuffer(9), 60 fois store puis get_batch ; data à la fin",
            "dernier",
            [
                _new(9),
                *(
                    step
                    for rank in range(60)
                    for step in (*_store([rank]), ["lot", "m", min(rank + 1, 4), 1])
                ),
                ["contenu", "m"],
            ],
            list(range(51, 60)),
        ),
        _property(
            "Une transition ressort telle qu'elle a été entreposée.",
            "gardez le n-uplet lui-même, sans le convertir ni le séparer.",
            "ReplayBuffer(3), trois transitions (s, a, r, s', fin), 40 fois get_batch(2) : celles"
            " qui ressortent intactes",
            "intacts",
            [_new(3), *_store(TRANSITIONS), ["lot", "m", 2, 40]],
            [0, 1, 2],
        ),
    ]
    named = [identifier for one in properties for identifier, _ in one["fausses"]]
    return {
        "sorte": "objet",
        "proprietes": properties,
        "meprises": prose(MISTAKES, named),
    }


def _property(name, hint, shown, look, steps, right, wrong=()):
    """A scenario, and what is seen of it: of a right answer, and of those that make a mistake."""
    return {
        "nom": name,
        "piste": hint,
        "appel": shown,
        "regard": look,
        "gestes": steps,
        "juste": right,
        "fausses": [[mistake.id, seen] for mistake, seen in wrong],
    }
