"""Misconceptions about ReplayBuffer, judged from what it holds and what comes out of it."""

from collections.abc import Iterator

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.rules import MISSING_RETURN, Misconception, raised
from autograder.judging.student import Outcome, Student, call, get
from autograder.student.wire import Opaque

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
        "ring_misaligned",
        "l'écriture circulaire ne commence pas par le plus ancien",
        "Quand la mémoire vient d'être pleine, le plus ancien élément est dans la première case ;"
        " ici, c'est une autre qui est écrasée d'abord.",
        "écrivez à l'indice 0 la première fois, puis faites avancer l'indice après l'écriture.",
    ),
    Misconception(
        "refuses_equals",
        "un élément égal à un autre n'est pas gardé",
        "Deux transitions égales sont deux expériences : chacune occupe une place. Et comparer des"
        " transitions qui contiennent des tableaux lève souvent une exception.",
        "entreposez chaque élément reçu, sans le chercher dans la mémoire.",
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
        "Un même élément peut sortir plusieurs fois dans un lot. L'effet est léger : dans une"
        " grande mémoire, les répétitions sont rares, et l'agent apprend quand même. Mais un"
        " élément répété compte double dans la moyenne et prend la place d'un autre : à taille"
        " égale, le lot en dit moins. Un lot aussi grand que la mémoire en oublierait le tiers.",
        "random.sample(self.data, batch_size) tire sans remise ; pour tirer des indices,"
        " np.random.choice(len(self.data), batch_size, replace=False).",
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
        "newest_always_drawn",
        "le dernier élément fait partie de tous les lots",
        "Chaque lot contient l'élément le plus récent : le tirage n'est pas le même pour tous les"
        " éléments de la mémoire.",
        "tirez les batch_size éléments de la même façon : random.sample.",
    ),
    Misconception(
        "some_never_drawn",
        "un élément de la mémoire ne sort jamais",
        "Un élément au moins n'est jamais tiré, même après des centaines de lots : une borne est"
        " sans doute exclue du tirage, ou des cases encore valables sont oubliées.",
        "vérifiez les bornes des indices tirés, ou employez random.sample.",
    ),
    Misconception(
        "one_element",
        "get_batch ne renvoie qu'un élément",
        "Le résultat n'est pas une liste de batch_size éléments, mais un seul élément.",
        "random.choice en tire un ; random.sample(…, batch_size) en tire plusieurs.",
    ),
    Misconception(
        "wrong_batch_size",
        "le lot n'a pas la taille demandée",
        "get_batch(n) renvoie un autre nombre d'éléments que n : une borne de boucle est décalée,"
        " ou des répétitions ont été enlevées après coup.",
        "random.sample(self.data, batch_size) en donne exactement batch_size.",
    ),
    Misconception(
        "columns_not_elements",
        "le lot est rendu en colonnes",
        "get_batch renvoie les états, puis les actions, et ainsi de suite ; l'énoncé demande la"
        " liste des éléments tels qu'ils ont été entreposés, quels qu'ils soient.",
        "laissez zip(*lot) à l'appelant.",
    ),
    Misconception(
        "numpy_batch",
        "numpy ne peut pas faire un tableau des transitions",
        "Une transition contient des états, des nombres et un booléen, de formes différentes :"
        " np.random.choice(self.data, …) et np.array(lot) lèvent une exception, alors que des"
        " nombres y passaient.",
        "random.sample renvoie une liste ; avec numpy, tirez des indices, non des éléments.",
    ),
    Misconception(
        "order_lost",
        "get_batch mélange la mémoire elle-même",
        "random.shuffle(self.data) change l'ordre d'arrivée : ensuite, le premier de la liste n'est"
        " plus le plus ancien, et c'est un autre qui cède sa place.",
        "random.sample ne modifie pas la liste ; sinon, mélangez une copie.",
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
CAPACITY, STORED, DRAWS = 10, 27, 300
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
}
STATE = np.array([0.25, -1.5, 2.75, 0.5])
TRANSITION = (STATE, 1, 1.0, STATE + 0.125, False)
PARTS = len(TRANSITION)


def slips(student: Student) -> list[str]:
    """The mistakes seen in the life of some buffers."""
    seen = _observe(student)
    if seen["created"].error:
        return ["float_capacity"] if raised([seen["created"]], "integer") else []
    if seen["full"].error:
        return ["data_missing"] if raised([seen["full"]], "'data'") else []
    if _holds_both(seen["one"]) and _holds_both(seen["other"]):
        return ["shared_storage"]
    if seen["batch"].error is None and seen["batch"].value is None:
        return ["missing_return"]
    content = list(_content(seen))
    if len(_integers(seen["after"])) < len(_integers(seen["before"])):
        return [*content, "batch_removed", *_transitions(seen)]
    if not content and _loses_order(seen):
        content = ["order_lost"]
    return list(dict.fromkeys([*content, *_batches(seen), *_transitions(seen)]))


def _observe(student) -> dict[str, Outcome]:
    """What came of some steps, in one message, by name."""
    steps = [call("ReplayBuffer", size, save=name) for name, size in SIZES.items()]
    names = {"created": 0}

    def store(buffer, element):
        steps.append(call(f"{buffer}.store", element))

    def read(name, step):
        names[name] = len(steps)
        steps.append(step)

    store("one", 1)
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
    outcomes = student.script(steps, seed=960)
    return {name: outcomes[place] for name, place in names.items()}


def _holds_both(outcome) -> bool:
    """Whether a buffer that received 1 or 2 holds both, among anything else."""
    content = outcome.value if isinstance(outcome.value, list) else _integers(outcome)
    return {1, 2} <= {item for item in content if type(item) is int}


def _integers(outcome) -> list:
    """The integers of a list that was read; empty when it is anything else."""
    array = None if outcome.error else as_array(outcome.value)
    return array.tolist() if array is not None and array.ndim == 1 else []


def _content(seen) -> Iterator[str]:
    """What the memory keeps: before it is full, then after more than twice its capacity."""
    if _has_placeholders(seen):
        yield "placeholders"
    if len(_integers(seen["equals"])) == 1:
        yield "refuses_equals"
    held = sorted(_integers(seen["full"]))
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
    elif held == newest[-CAPACITY:]:
        if len(set(_integers(seen["next"]))) == CAPACITY and 1 in _integers(seen["next"]):
            yield "ring_misaligned"
    elif held and set(held) <= set(newest):
        if held == newest[-len(held) :] and len(held) < CAPACITY:
            yield "emptied_when_full"
        elif len(held) == CAPACITY and STORED in held:
            yield "drops_at_random"


def _has_placeholders(seen) -> bool:
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


def _loses_order(seen) -> bool:
    """Whether the oldest element goes first, but no longer when batches are drawn meanwhile."""
    stirred, full = (sorted(_integers(seen[name])) for name in ("stirred", "full"))
    return full == list(range(STORED - CAPACITY + 1, STORED + 1)) and stirred != list(range(11, 16))


def _batches(seen) -> Iterator[str]:
    """How the batches of five are drawn.

    Over 300 samples of 5 out of 10, an element never comes out with probability 2^-300, and the
    batches are all neighbours, or all equal, with a smaller one still.
    """
    held, batches = _integers(seen["full"]), seen["batches"]
    drawn = [as_array(batch) for batch in batches.value or ()] if batches.error is None else []
    if not held or not drawn or any(batch is None for batch in drawn):
        return
    if all(batch.ndim == 0 for batch in drawn):
        yield "one_element"
        return
    if any(batch.shape != (5,) for batch in drawn):
        yield "wrong_batch_size"
        return
    if len(set(held)) == len(held) and any(len(set(batch.tolist())) < 5 for batch in drawn):
        yield "with_replacement"
    sets = {frozenset(batch.tolist()) for batch in drawn}
    if len(sets) == 1:
        yield _fixed(held, set(*sets))
    elif all(_neighbours(held, batch) for batch in sets):
        yield "random_slice"
    elif max(held) in frozenset.intersection(*sets):
        yield "newest_always_drawn"
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


def _transitions(seen) -> Iterator[str]:
    """How two transitions come back."""
    kept = seen["kept"]
    if kept.error:
        if any(raised([kept], text) for text in ("inhomogeneous", "1-dimensional")):
            yield "numpy_batch"
        return
    batch = kept.value
    if isinstance(batch, Opaque):
        if batch.type in ("zip", "map"):
            yield "columns_not_elements"
        return
    if not isinstance(batch, (list, tuple)):
        return
    if len(batch) == PARTS and all(np.shape(as_array(part))[:1] == (2,) for part in batch):
        yield "columns_not_elements"
    elif batch and isinstance(batch[0], (list, tuple)) and batch[0]:
        state = as_array(batch[0][0])
        if state is not None and state.shape == (4,) and state.dtype.kind in "iu":
            yield "integer_states"
