"""Misconceptions about the two training functions, judged from their recorded calls.

One run on the episodes written in advance, the dependencies replaced by recording fakes, shows the
epsilons, the stored transitions, the batches and the arguments. Two short runs more show the seed.
"""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from autograder.checking import CheckError, as_array, close
from autograder.diagnosis.rules import Misconception
from autograder.hidden_tests.episodes import SCRIPT, SCRIPTED, Record, read
from autograder.student.proxy import Student, StudentError

MISCONCEPTIONS = (
    Misconception(
        "no_decay",
        "epsilon ne décroît jamais",
        "epsilon reste à 1 d'une trajectoire à l'autre : l'agent agit toujours au hasard et"
        " n'exploite jamais ce qu'il apprend.",
        "multipliez epsilon par epsilon_decay après chaque trajectoire.",
    ),
    Misconception(
        "decay_each_step",
        "epsilon décroît à chaque pas de temps",
        "La décroissance est dans la boucle sur les pas : epsilon tombe à son plancher en quelques"
        " trajectoires, avant que l'agent ait exploré.",
        "placez-la après la boucle sur les pas de temps, une fois par trajectoire.",
    ),
    Misconception(
        "no_floor",
        "epsilon n'a pas de plancher",
        "epsilon continue à décroître sous epsilon_min : l'agent finit par ne plus explorer.",
        "gardez le plus grand des deux : epsilon décru et epsilon_min.",
    ),
    Misconception(
        "epsilon_starts_too_low",
        "epsilon ne part pas de 1",
        "Au début, l'agent ne sait rien : la première trajectoire se joue entièrement au hasard.",
        "epsilon vaut 1 avant la boucle sur les trajectoires, et ne décroît qu'après la première.",
    ),
    Misconception(
        "fixed_gamma",
        "l'argument gamma est ignoré",
        "get_targets reçoit une autre valeur que celle de l'argument : elle est récrite ou"
        " remplacée par une constante.",
        "donnez gamma tel que la fonction l'a reçu.",
    ),
    Misconception(
        "fixed_batch_size",
        "l'argument batch_size est ignoré",
        "La taille des lots tirés n'est pas celle de l'argument.",
        "donnez batch_size à get_batch, tel que la fonction l'a reçu.",
    ),
    Misconception(
        "fixed_buffer_size",
        "l'argument buffer_size est ignoré",
        "La mémoire est créée avec une autre taille que celle de l'argument.",
        "donnez buffer_size à ReplayBuffer, tel que la fonction l'a reçu.",
    ),
    Misconception(
        "fixed_lr",
        "l'argument lr est ignoré",
        "L'apprentissage se fait avec un autre taux que celui de l'argument.",
        "donnez lr tel que la fonction l'a reçu.",
    ),
    Misconception(
        "wrong_number_of_trajectories",
        "le nombre de trajectoires n'est pas le bon",
        "La fonction ne joue pas exactement n_trajectories trajectoires : l'argument est récrit, ou"
        " une borne de la boucle est décalée.",
        "for _ in range(n_trajectories).",
    ),
    Misconception(
        "more_than",
        "les mises à jour commencent un pas trop tard",
        "« au moins batch_size transitions » comprend l'égalité : le premier lot se tire dès que la"
        " mémoire en contient batch_size. L'erreur est légère.",
        "« au moins » s'écrit >=, et non >.",
    ),
    Misconception(
        "state_not_advanced",
        "l'état n'avance pas",
        "Toutes les transitions d'une trajectoire partent du même état : la variable de l'état"
        " courant ne reçoit jamais l'état suivant.",
        "à la fin de chaque pas, l'état courant devient l'état suivant.",
    ),
    Misconception(
        "advanced_too_early",
        "l'état avance avant d'être entreposé",
        "Dans la transition entreposée, s est déjà l'état suivant : l'état d'où partait l'action"
        " est perdu.",
        "entreposez la transition, puis faites avancer l'état.",
    ),
    Misconception(
        "flag_of_the_step_before",
        "l'indicateur de fin est celui du pas précédent",
        "La transition qui mène à l'état terminal est entreposée comme si l'épisode continuait.",
        "entreposez la valeur de terminated que ce pas vient de donner.",
    ),
    Misconception(
        "time_limit_terminal",
        "la limite de temps est prise pour un état terminal",
        "À la limite de temps (truncated), le bâton tient toujours et les récompenses auraient"
        " continué : masquer la suite apprend à l'agent que réussir ne vaut rien. L'erreur est"
        " fréquente, et son effet faible sur un court entraînement.",
        "entreposez terminated seul ; truncated ne sert qu'à arrêter la boucle.",
    ),
    Misconception(
        "truncation_ignored",
        "la boucle ne s'arrête pas à la limite de temps",
        "La boucle continue après truncated : l'environnement reçoit des actions alors que"
        " l'épisode est fini.",
        "la boucle s'arrête dès que terminated ou truncated est vrai.",
    ),
    Misconception(
        "no_update",
        "rien n'est jamais appris",
        "Les transitions sont entreposées, mais aucune mise à jour n'en est faite : les poids"
        " restent ceux du départ.",
        "à chaque pas, dès que la mémoire contient assez de transitions, faites une mise à jour.",
    ),
    Misconception(
        "one_update_per_trajectory",
        "une seule mise à jour par trajectoire",
        "La mise à jour est après la boucle sur les pas de temps : l'agent apprend bien moins"
        " souvent qu'il ne joue.",
        "placez la mise à jour dans la boucle sur les pas de temps.",
    ),
    Misconception(
        "two_updates_per_step",
        "plusieurs mises à jour par pas de temps",
        "Plus d'un lot est appris à chaque pas, alors que l'énoncé en demande un.",
        "faites une seule mise à jour par pas de temps.",
    ),
    Misconception(
        "last_transitions",
        "le lot est fait des dernières transitions",
        "Le lot n'est pas tiré au hasard par get_batch : il suit toujours la trajectoire en cours,"
        " dont les transitions se ressemblent.",
        "demandez le lot à get_batch.",
    ),
    Misconception(
        "targets_of_current_states",
        "les cibles viennent des états courants",
        "get_targets reçoit les Q-valeurs des états s, alors que la cible porte sur ce qu'on peut"
        " gagner ensuite, à partir de s'.",
        "calculez next_q_vals avec les états suivants du lot.",
    ),
    Misconception(
        "no_seed",
        "la graine n'a pas d'effet",
        "Deux appels avec la même graine donnent deux résultats : l'expérience n'est pas"
        " reproductible.",
        "appelez set_random_seed(environment, seed) avant tout tirage.",
    ),
    Misconception(
        "fixed_seed",
        "la graine est toujours la même",
        "Deux graines différentes donnent le même résultat : l'argument seed est ignoré.",
        "donnez seed à set_random_seed, tel que la fonction l'a reçu.",
    ),
    Misconception(
        "no_training",
        "aucune trajectoire n'est jouée",
        "La fonction renvoie un résultat sans faire un seul pas dans l'environnement : il ne vient"
        " pas d'un apprentissage.",
        "bouclez sur les trajectoires puis, dans chacune, sur les pas de temps.",
    ),
)
ENV = {"kind": "scripted", "episodes": SCRIPT}
LENGTHS = [len(e["rewards"]) for e in itertools.islice(itertools.cycle(SCRIPT), 7)]


def training(student: Student, name: str, fakes: Sequence[str]) -> Record | str | None:
    """What the function did on the written episodes.

    A text is the only mistake that could be seen; None when the function fails.
    """
    try:
        trained = student.train(name, SCRIPTED, env=ENV, spies=fakes)
    except StudentError:
        return None
    if trained.value is None:
        return "missing_return"
    try:
        return read(name, trained) if trained.of("step") else "no_training"
    except CheckError:  # a step after the end of an episode
        return "truncation_ignored"


def without_update(student: Student, name: str, fakes: Sequence[str]) -> str:
    """Why no batch is ever drawn: a size written in the code, or no update at all."""
    longer = {**SCRIPTED, "n_trajectories": 40, "buffer_size": 1000}
    drawn = student.train(name, longer, env=ENV, spies=fakes).of("get_batch")
    return "fixed_batch_size" if drawn else "no_update"


def unmoved(student: Student, name: str, fakes: Sequence[str], weights, value) -> bool:
    """Whether the weights of a result are those of a run too short to learn anything."""
    never = {**SCRIPTED, "batch_size": 10_000}  # more than what is ever stored
    start = student.train(name, never, env=ENV, spies=fakes).value
    return close(weights(start), weights(value))


def common_slips(record: Record) -> Iterator[str]:
    """The mistakes that both functions may show."""
    if len(record.trajectories) != SCRIPTED["n_trajectories"]:
        yield "wrong_number_of_trajectories"
    yield from _epsilons(record)
    yield from _arguments(record)
    yield from _transitions(record)
    yield from _updates(record)
    yield from _batches(record)


def _epsilons(record):
    """The wrong rule whose epsilons are those that the policy received."""
    found = [step.policy["epsilon"] for step in record.steps if step.policy is not None]
    sequences = itertools.takewhile(
        lambda rule: not close(found, [e for row in rule[1] for e in row]),
        _sequences([len(steps) for steps in record.trajectories]),
    )
    tried = [name for name, _ in sequences]
    names = [name for name, _ in _sequences(LENGTHS)]
    if 0 < len(tried) < len(names):
        yield names[len(tried)]


def _sequences(lengths):
    """The epsilons of each trajectory, for the right rule first, then the wrong ones."""
    decay, least = SCRIPTED["epsilon_decay"], SCRIPTED["epsilon_min"]
    powers = [decay**i for i in range(len(lengths))]
    before = [sum(lengths[:i]) for i in range(len(lengths))]

    def rows(values):
        return [[value] * length for value, length in zip(values, lengths, strict=True)]

    yield "", rows([max(power, least) for power in powers])
    yield "no_decay", rows([1.0 for _ in powers])
    yield "no_floor", rows(powers)
    yield "epsilon_starts_too_low", rows([least for _ in powers])
    yield "epsilon_starts_too_low", rows([max(decay * power, least) for power in powers])
    for offset, floor in itertools.product((0, 1), (least, 0.0)):
        yield (
            "decay_each_step",
            [
                [max(decay ** (start + i + offset), floor) for i in range(length)]
                for start, length in zip(before, lengths, strict=True)
            ],
        )


def _arguments(record):
    """The arguments that do not reach the calls they are meant for."""
    calls = [recorded for step in record.steps for recorded in step.after]
    for argument, event, recorded in (
        ("gamma", "get_targets", calls),
        ("batch_size", "get_batch", calls),
        ("lr", "update_theta", calls),
        ("buffer_size", "buffer", record.buffers),
    ):
        found = [one[argument] for one in recorded if one["event"] == event]
        if any(not close(value, SCRIPTED[argument]) for value in found):
            yield f"fixed_{argument}"


def _transitions(record):
    """What is wrong with the states and the flags of the stored transitions."""
    stored = [_stored(step) for step in record.steps]
    if any(element is None for element in stored):
        return
    pairs = list(zip(record.steps, stored, strict=True))
    first = [(steps[0].state, len(steps)) for steps in record.trajectories]
    starts = [state for state, length in first for _ in range(length)]
    if not _all_close([e[0] for e in stored], [step.state for step in record.steps]):
        if _all_close([e[0] for e in stored], starts):
            yield "state_not_advanced"
        elif _all_close([e[0] for e in stored], [step.next_state for step in record.steps]):
            yield "advanced_too_early"
    flags = [bool(as_array(element[4])) for element in stored]
    before = [[False, *(step.terminated for step in steps[:-1])] for steps in record.trajectories]
    if flags == [step.terminated for step in record.steps]:
        return
    if flags == [step.terminated or step.truncated for step, _ in pairs]:
        yield "time_limit_terminal"
    elif flags in (list(itertools.chain(*before)), _previous(record)):
        yield "flag_of_the_step_before"


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
    return all(close(one, other, atol=1e-6) for one, other in zip(found, wanted, strict=True))


def _updates(record):
    """When the updates are made: too late, too rarely, too often, never."""
    drawn = [
        max(len(step.of(event)) for event in ("get_batch", "update_theta", "dqn_loss"))
        for step in record.steps
    ]
    stores = any(step.of("store") for step in record.steps)
    if not any(drawn):
        if stores and not any(step.of("get_targets") for step in record.steps):
            yield "no_update"
        return
    ends = [step.terminated or step.truncated for step in record.steps]
    learning = list(itertools.dropwhile(lambda pair: not pair[0], zip(drawn, ends, strict=True)))
    if all(count == (1 if end else 0) for count, end in learning):
        yield "one_update_per_trajectory"
    elif all(count > 1 for count, _ in learning):
        yield "two_updates_per_step"
    elif drawn.index(max(drawn)) == SCRIPTED["batch_size"]:
        yield "more_than"


def _batches(record):
    """Whether the targets are always about the last transitions, drawn from nowhere."""
    rewards = [step.reward for step in record.steps]
    size = SCRIPTED["batch_size"]
    seen = [
        (one, rewards[: i + 1][-size:])
        for i, step in enumerate(record.steps)
        for one in step.of("get_targets")
    ]
    drawn = any(step.of("get_batch") for step in record.steps)
    if seen and not drawn and all(close(one["rewards"], last, atol=1e-6) for one, last in seen):
        yield "last_transitions"


def seed_slips(student: Student, name: str, fakes: Sequence[str], weights) -> list[str]:
    """What two seeds and two equal seeds show; weights(value) are the numbers to compare."""
    short = {**SCRIPTED, "n_trajectories": 2}
    first, again, other = (
        weights(student.train(name, {**short, "seed": seed}, env=ENV, spies=fakes).value)
        for seed in (1, 1, 2)
    )
    if first is None or again is None or other is None:
        return []
    if not close(first, again):
        return ["no_seed"]
    return ["fixed_seed"] if close(first, other) and np.any(first) else []
