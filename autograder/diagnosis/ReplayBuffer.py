"""Misconceptions about ReplayBuffer, judged from what it holds and what comes out of it."""

from collections.abc import Iterator

import numpy as np

from autograder.checking import as_array
from autograder.diagnosis.rules import MISSING_RETURN, Misconception
from autograder.student.proxy import Outcome, Student, call, get

MISCONCEPTIONS = (
    Misconception(
        "float_capacity",
        "la taille de la deque est un nombre à virgule",
        "deque(maxlen=…) n'accepte qu'un entier : un nombre comme 1e5, ou le résultat d'un calcul"
        " à virgule, lève une exception TypeError.",
        "donnez buffer_size tel quel ; 100000 ou int(1e5) au lieu de 1e5.",
    ),
    Misconception(
        "data_missing",
        "l'attribut data n'existe pas",
        "Les éléments sont gardés sous un autre nom : l'énoncé fixe celui de l'attribut, que le"
        " reste du code emploie.",
        "créez self.data dans __init__.",
    ),
    Misconception(
        "shared_storage",
        "toutes les mémoires partagent la même liste",
        "Une liste créée dans le corps de la classe, ou comme valeur par défaut d'un argument,"
        " n'est créée qu'une fois : ce qu'une mémoire entrepose se retrouve dans les autres.",
        "créez la liste dans __init__ : self.data = [].",
    ),
    Misconception(
        "placeholders",
        "des places vides comptent comme des éléments",
        "La mémoire est remplie d'avance (None, zéros…) : tant qu'elle n'est pas pleine, ces places"
        " vides sortent dans les lots, et len(data) ne dit pas combien d'éléments elle contient.",
        "partez d'une liste vide, ou ne tirez que parmi les places déjà remplies.",
    ),
    Misconception(
        "never_evicts",
        "rien ne sort jamais de la mémoire",
        "La mémoire grandit sans limite : buffer_size n'a pas d'effet.",
        "avant d'ajouter un élément à une mémoire pleine, retirez le plus ancien.",
    ),
    Misconception(
        "drops_new_element",
        "le nouvel élément est perdu quand la mémoire est pleine",
        "Une fois pleine, la mémoire ne change plus : l'agent n'apprendrait que de ses tout"
        " premiers pas.",
        "le nouvel élément entre toujours ; c'est le plus ancien qui sort.",
    ),
    Misconception(
        "drops_newest",
        "le plus récent cède sa place au lieu du plus ancien",
        "pop() retire le dernier élément de la liste, donc le plus récent : les anciens restent"
        " pour toujours.",
        "pop(0) retire le premier ; popleft() fait de même sur une deque.",
    ),
    Misconception(
        "drops_at_random",
        "un élément quelconque cède sa place",
        "L'élément remplacé n'est pas le plus ancien : de vieilles transitions restent, de récentes"
        " disparaissent.",
        "retirez l'élément entré le premier.",
    ),
    Misconception(
        "one_too_many",
        "la mémoire garde un élément de trop",
        "Elle contient buffer_size + 1 éléments : la comparaison laisse entrer un élément de plus.",
        "vérifiez la comparaison (>= ou >) et l'ordre entre l'ajout et le retrait.",
    ),
    Misconception(
        "one_too_few",
        "la mémoire garde un élément de moins",
        "Elle ne contient jamais plus de buffer_size − 1 éléments : un élément sort trop tôt.",
        "vérifiez la comparaison (>= ou >) et l'ordre entre l'ajout et le retrait.",
    ),
    Misconception(
        "emptied_when_full",
        "la mémoire est vidée d'un coup quand elle est pleine",
        "Un seul élément doit céder sa place, le plus ancien ; les autres servent encore.",
        "retirez un élément à la fois.",
    ),
    Misconception(
        "with_replacement",
        "le tirage se fait avec remise",
        "Un même élément peut sortir plusieurs fois dans un lot : l'apprentissage fonctionne"
        " encore, mais l'énoncé demande des éléments distincts.",
        "random.sample tire sans remise (ou replace=False pour np.random.choice).",
    ),
    Misconception(
        "last_elements",
        "les derniers éléments au lieu d'un échantillon",
        "Le lot est toujours fait des éléments les plus récents : ils se suivent et se ressemblent,"
        " ce que la mémoire sert justement à éviter.",
        "tirez le lot au hasard dans toute la mémoire.",
    ),
    Misconception(
        "first_elements",
        "les premiers éléments au lieu d'un échantillon",
        "Le lot est toujours fait des mêmes éléments, ceux du début de la liste.",
        "tirez le lot au hasard dans toute la mémoire.",
    ),
    Misconception(
        "fixed_batch",
        "le lot est toujours le même",
        "Deux appels de get_batch donnent les mêmes éléments : le générateur est peut-être remis à"
        " sa graine à chaque appel.",
        "ne fixez pas de graine dans get_batch.",
    ),
    Misconception(
        "random_slice",
        "une tranche au hasard au lieu d'un échantillon",
        "Seul le début de la tranche est tiré au hasard : les éléments d'un lot sont toujours"
        " voisins, donc très semblables.",
        "tirez chaque élément au hasard : random.sample.",
    ),
    Misconception(
        "some_never_drawn",
        "un élément de la mémoire ne sort jamais",
        "Un élément au moins n'est jamais tiré, même après des centaines de lots : une borne est"
        " sans doute exclue du tirage.",
        "vérifiez les bornes des indices tirés, ou employez random.sample.",
    ),
    Misconception(
        "one_element",
        "get_batch ne renvoie qu'un élément",
        "Le résultat n'est pas une liste de batch_size éléments, mais un seul élément.",
        "random.choice en tire un ; random.sample(…, batch_size) en tire plusieurs.",
    ),
    Misconception(
        "batch_removed",
        "les éléments tirés sont retirés de la mémoire",
        "Après get_batch, la mémoire a perdu les éléments du lot : ils ne pourraient plus servir,"
        " et elle finirait vide.",
        "tirez des éléments sans modifier self.data.",
    ),
    Misconception(
        "integer_states",
        "les états sont convertis en entiers",
        "Les états ressortent arrondis (uint8 convient à des pixels, pas à des mesures à virgule) :"
        " l'angle du bâton devient 0.",
        "entreposez les éléments tels qu'ils ont été reçus.",
    ),
    MISSING_RETURN,
)
CAPACITY, STORED, DRAWS = 10, 23, 300
NAMES = {"full": CAPACITY, "partial": CAPACITY, "drawn": CAPACITY, "one": 5, "other": 5, "kept": 4}
STATE = np.array([0.25, -1.5, 2.75, 0.5])
TRANSITION = (STATE, 1, 1.0, STATE + 0.125, False)


def slips(student: Student) -> list[str]:
    """The mistakes seen in the life of six buffers."""
    created, *others = _observe(student)
    if created.error:
        return ["float_capacity"] if "integer" in str(created.error) else []
    one, other, full, batches, partial, before, batch, after, kept = others
    if full.error:
        return ["data_missing"] if "'data'" in str(full.error) else []
    if _holds_both(one) and _holds_both(other):
        return ["shared_storage"]
    if batch.error is None and batch.value is None:
        return ["missing_return"]
    seen = [*_content(partial, full), *_batches(full, batches)]
    if len(_integers(after)) < len(_integers(before)):
        seen = [*_content(partial, full), "batch_removed"]
    return [*seen, *_states(kept)]


def _observe(student) -> list[Outcome]:
    """What is read below, in this order, in one message."""
    steps = [call("ReplayBuffer", size, save=name) for name, size in NAMES.items()]
    read = [0]

    def add(step, reads=True):
        steps.append(step)
        if reads:
            read.append(len(steps) - 1)

    add(call("one.store", 1), reads=False)
    add(call("other.store", 2), reads=False)
    add(get("one.data"))
    add(get("other.data"))
    for name, count in (("full", STORED), ("partial", 6), ("drawn", CAPACITY)):
        for element in range(1, count + 1):
            add(call(f"{name}.store", element), reads=False)
    for _ in range(4):
        add(call("kept.store", TRANSITION), reads=False)
    add(get("full.data"))
    add(call("full.get_batch", 5, repeat=DRAWS))
    add(get("partial.data"))
    add(get("drawn.data"))
    add(call("drawn.get_batch", 4))
    add(get("drawn.data"))
    add(call("kept.get_batch", 2))
    outcomes = student.script(steps, seed=960)
    return [outcomes[i] for i in read]


def _holds_both(outcome) -> bool:
    """Whether a buffer that received 1 or 2 holds both, among anything else."""
    content = outcome.value if isinstance(outcome.value, list) else _integers(outcome)
    return {1, 2} <= {item for item in content if type(item) is int}


def _integers(outcome) -> list:
    """The integers of a list that was read; empty when it is anything else."""
    array = None if outcome.error else as_array(outcome.value)
    return array.tolist() if array is not None and array.ndim == 1 else []


def _content(partial, full) -> Iterator[str]:
    """What the memory keeps: before it is full, then after more than twice its capacity."""
    if isinstance(partial.value, (list, np.ndarray)) and len(partial.value) == CAPACITY:
        yield "placeholders"
    held = sorted(_integers(full))
    newest = list(range(1, STORED + 1))
    if held == newest:
        yield "never_evicts"
    elif held == newest[:CAPACITY]:
        yield "drops_new_element"
    elif held == [*newest[: CAPACITY - 1], STORED]:
        yield "drops_newest"
    elif held == newest[-CAPACITY - 1 :]:
        yield "one_too_many"
    elif held == newest[-CAPACITY + 1 :]:
        yield "one_too_few"
    elif held and held != newest[-CAPACITY:] and set(held) <= set(newest):
        if held == newest[-len(held) :] and len(held) < CAPACITY:
            yield "emptied_when_full"
        elif len(held) == CAPACITY and STORED in held:
            yield "drops_at_random"


def _batches(full, batches) -> Iterator[str]:
    """How the batches of five are drawn.

    Over 300 samples of 5 out of 10, an element never comes out with probability 2^-300, and the
    batches are all neighbours, or all equal, with a smaller one still.
    """
    held = _integers(full)
    drawn = [as_array(batch) for batch in batches.value or ()] if batches.error is None else []
    if not held or not drawn or any(batch is None for batch in drawn):
        return
    if all(batch.size == 1 for batch in drawn):
        yield "one_element"
        return
    if any(batch.shape != (5,) for batch in drawn):
        return
    if len(set(held)) == len(held) and any(len(set(batch.tolist())) < 5 for batch in drawn):
        yield "with_replacement"
    sets = {frozenset(batch.tolist()) for batch in drawn}
    if len(sets) == 1:
        yield _fixed(held, set(*sets))
    elif all(_neighbours(held, batch) for batch in sets):
        yield "random_slice"
    elif set(held).difference(*sets):
        yield "some_never_drawn"


def _fixed(held, batch):
    """Which mistake gives always the same batch."""
    if batch in (set(held[-5:]), set(sorted(held)[-5:])):
        return "last_elements"
    return "first_elements" if batch in (set(held[:5]), set(sorted(held)[:5])) else "fixed_batch"


def _neighbours(held, batch):
    """Whether the elements of a batch stand side by side in the memory, or in order of arrival."""
    return any(
        max(places) - min(places) < len(batch)
        for order in (held, sorted(held))
        for places in [[order.index(element) for element in batch if element in order]]
        if len(places) == len(batch) == 5
    )


def _states(kept) -> Iterator[str]:
    """Whether the states of a stored transition lose their decimals."""
    if kept.error is None and isinstance(kept.value, (list, tuple)) and kept.value:
        first = kept.value[0]
        state = as_array(first[0]) if isinstance(first, (list, tuple)) and first else None
        if state is not None and state.shape == (4,) and state.dtype.kind in "iu":
            yield "integer_states"
