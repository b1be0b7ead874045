"""Misconceptions about the two training functions, judged from their recorded calls.

One run on the episodes written in advance, the dependencies replaced by recording fakes, shows the
epsilons, the stored transitions, the batches and the arguments. Where the function calls none of
them, its actions and its weights tell. Two short runs more show the seed.
"""

import itertools
from collections.abc import Iterable, Iterator

import numpy as np

from autograder.judging.assertions import CheckError, as_array, close
from autograder.judging.rules import Misconception
from autograder.judging.student import StudentError
from autograder.training import properties, reproducibility
from autograder.training.episodes import (
    SCRIPT,
    SCRIPTED,
    Inconclusive,
    Record,
    Step,
    joined,
    read,
    squeezed,
)
from autograder.training.loop import Loop

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
        "seeded_each_trajectory",
        "la graine est redonnée à chaque trajectoire",
        "Tous les générateurs repartent du même point : chaque trajectoire a le même état de départ"
        " et les mêmes tirages, donc l'agent revoit presque toujours la même expérience.",
        "appelez set_random_seed une seule fois, avant la boucle sur les trajectoires.",
    ),
    Misconception(
        "greedy_only",
        "l'agent n'explore jamais",
        "L'action est toujours celle de la plus grande Q-valeur, quel que soit epsilon.",
        "choisissez l'action par epsilon_greedy_policy, avec l'epsilon de la trajectoire.",
    ),
    Misconception(
        "random_only",
        "l'agent agit toujours au hasard",
        "Aucune action ne suit les Q-valeurs, même quand epsilon est nul : ce qui est appris ne"
        " sert jamais à jouer.",
        "choisissez l'action par epsilon_greedy_policy, avec les Q-valeurs de l'état courant.",
    ),
    Misconception(
        "inverted_flag",
        "l'indicateur de fin est inversé",
        "L'élément entreposé dit que l'épisode continue, alors que get_targets attend l'inverse :"
        " la suite est masquée partout, sauf aux états terminaux.",
        "entreposez terminated, sans négation.",
    ),
    Misconception(
        "end_not_stored",
        "la dernière transition n'est pas entreposée",
        "La boucle est quittée avant store quand l'épisode finit : l'agent ne voit jamais d'état"
        " terminal, et n'apprend donc pas qu'une chute arrête les récompenses.",
        "entreposez la transition, puis regardez si l'épisode est fini.",
    ),
    Misconception(
        "rewards_changed",
        "les récompenses entreposées ne sont pas celles de l'environnement",
        "Pénaliser la chute est une astuce répandue, mais elle change le problème : les Q-valeurs"
        " ne sont plus celles de l'énoncé.",
        "entreposez la récompense que step vient de donner.",
    ),
    Misconception(
        "memory_restarted",
        "la mémoire est recréée à chaque trajectoire",
        "Une mémoire vide perd tout ce que les trajectoires précédentes ont montré.",
        "créez la mémoire une seule fois, avant la boucle sur les trajectoires.",
    ),
    Misconception(
        "weights_restarted",
        "les poids sont tirés de nouveau en cours de route",
        "L'apprentissage recommence à zéro à chaque trajectoire : seule la dernière compte.",
        "tirez les poids une seule fois, avant la boucle sur les trajectoires.",
    ),
    Misconception(
        "no_update_at_end",
        "aucune mise à jour au dernier pas des trajectoires",
        "La boucle est quittée avant la mise à jour quand l'épisode finit, alors que l'énoncé en"
        " demande une à chaque pas.",
        "faites la mise à jour, puis regardez si l'épisode est fini.",
    ),
    Misconception(
        "placeholders",
        "le lot contient des places encore vides",
        "Le tirage se fait dans toute la mémoire réservée, y compris ses zéros d'origine : l'agent"
        " apprend de transitions qui n'ont jamais eu lieu.",
        "ne tirez que parmi les transitions déjà entreposées.",
    ),
    Misconception(
        "with_replacement",
        "le lot est tiré avec remise",
        "Une même transition peut figurer plusieurs fois dans un lot ; l'énoncé demande des"
        " éléments distincts. L'effet sur l'apprentissage est faible.",
        "employez get_batch, ou tirez sans remise : random.sample, ou replace=False.",
    ),
    Misconception(
        "current_argmax",
        "l'action de la cible est la meilleure de l'état courant",
        "La cible demande la plus grande Q-valeur de s'. Prendre la Q-valeur de s' pour l'action la"
        " meilleure en s n'est pas la même chose.",
        "prenez le maximum de q(s', ·) : get_targets le fait.",
    ),
    Misconception(
        "double_dqn",
        "les cibles font appel à d'autres poids",
        "Une copie des poids, ou un second réseau, évalue les états suivants. C'est l'idée du"
        " réseau cible et du double DQN, deux améliorations que cet exercice ne demande pas.",
        "calculez next_q_vals avec les poids courants.",
    ),
    Misconception(
        "not_learnt",
        "le résultat ne vient pas d'un apprentissage",
        "Des trajectoires sont jouées, mais le taux d'apprentissage n'a aucun effet sur ce qui est"
        " renvoyé : des poids écrits d'avance, ou trouvés au hasard.",
        "à chaque pas, entreposez la transition, tirez un lot et mettez les poids à jour.",
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


def training(loop: Loop) -> Record | str | None:
    """What the function did on the written episodes.

    A text is the only mistake that could be seen; None when the function fails.
    """
    try:
        trained = loop.student.train(loop.name, SCRIPTED, env=ENV, spies=loop.fakes)
    except StudentError:
        return None
    if trained.value is None:
        return "missing_return"
    try:
        return read(loop.name, trained) if trained.of("step") else "no_training"
    except CheckError:  # a step after the end of an episode
        return "truncation_ignored"


def without_update(loop: Loop, record: Record, found: list[str]) -> list[str]:
    """The mistakes of a function that makes no recorded update; found: those seen already.

    Its weights tell what it did instead, if anything.
    """
    found = [name for name in found if name != "no_update"]
    if not any(step.of("get_batch") for step in record.steps) and _draws_later(loop):
        return [*found, "fixed_batch_size"]
    if _learns(loop):
        return [*found, *_replayed(loop)]
    stores = any(step.of("store") for step in record.steps)
    return [*found, "no_update"] if stores else ["not_learnt"]


def _draws_later(loop):
    """Whether a batch is drawn at last, when far more transitions are stored."""
    longer = {**SCRIPTED, "n_trajectories": 40, "buffer_size": 1000}
    return loop.student.train(loop.name, longer, env=ENV, spies=loop.fakes).of("get_batch") != []


def _learns(loop):
    """Whether the learning rate changes the weights."""
    found = [loop.weights(loop.record(lr=lr).value) for lr in (0.0, 0.5)]
    return any(weights is None for weights in found) or not close(*found)


def _replayed(loop):
    """The slips of the explanation of the weights, where the batches are not seen."""
    found = loop.replay and loop.replay.explanation
    names = {
        "late": "more_than",
        "masked": "time_limit_terminal",
        "replaced": "with_replacement",
        "same": "last_transitions",
    }
    return [name for slip, name in names.items() if found and getattr(found, slip)]


def common_slips(loop: Loop, record: Record) -> Iterator[str]:
    """The mistakes that both functions may show in their recorded calls."""
    if len(record.trajectories) != SCRIPTED["n_trajectories"]:
        yield "wrong_number_of_trajectories"
    yield from _epsilons(record)
    yield from _policy(loop, record)
    yield from _arguments(record)
    yield from _transitions(record)
    yield from _updates(record)
    yield from _batches(loop, record)


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


def _policy(loop, record):
    """What the actions say of a policy that is written in the function."""
    if any(step.policy for step in record.steps):
        return
    try:
        exploits, explores = (properties.greedy_flags(loop, epsilon_min=e) for e in (0.0, 1.0))
    except (CheckError, Inconclusive):
        return
    pairs = list(zip(exploits, explores, strict=True))
    if any(all(first) and all(later) for _, (first, later) in pairs):
        yield "greedy_only"
    elif not any(all(later) for (_, later), _ in pairs):
        yield "random_only"
    elif any(all(later) for _, (_, later) in pairs):
        yield "no_floor"
    elif any(all(first) for (first, _), _ in pairs):
        yield "epsilon_starts_too_low"
    elif any(all(first[1:]) for (first, _), _ in pairs):
        yield "decay_each_step"


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
    ends = [step.terminated or step.truncated for step in record.steps]
    if any(ends) and [element is None for element in stored] == ends:
        yield "end_not_stored"
    if any(element is None for element in stored):
        return
    if not _all_close([e[2] for e in stored], [step.reward for step in record.steps]):
        yield "rewards_changed"
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
    if flags == ends:
        yield "time_limit_terminal"
    elif flags in ([not end for end in ends], [not step.terminated for step in record.steps]):
        yield "inverted_flag"
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
    pairs = zip(found, wanted, strict=True)
    return all(close(squeezed(one), other, atol=1e-6) for one, other in pairs)


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
    if len(record.buffers) > 1:
        yield "memory_restarted"
    elif all(count == (1 if end else 0) for count, end in learning):
        yield "one_update_per_trajectory"
    elif all(count > 1 for count, _ in learning):
        yield "two_updates_per_step"
    elif all(count == (0 if end else 1) for count, end in learning):
        if all(_stored(step) for step in record.steps):
            yield "no_update_at_end"
    elif record.memory_at_first_update == SCRIPTED["batch_size"] + 1:
        yield "more_than"


def _batches(loop, record):
    """What is wrong with batches that get_batch does not draw."""
    if any(step.of("get_batch") for step in record.steps):
        return
    steps = enumerate(record.steps, start=1)
    seen = [(played, one) for played, step in steps for one in step.of("get_targets")]
    rewards = np.array([step.reward for step in record.steps])
    if any(_has_empty_places(one, rewards[:played]) for played, one in seen):
        yield "placeholders"
    try:
        batches = loop.batches(loop)
    except (CheckError, Inconclusive):
        return
    if any(len(batch.places) < len(batch.rewards) for batch in batches):
        yield "with_replacement"
    full = [batch for batch in batches if batch.memory == SCRIPTED["buffer_size"]]
    if full and all(min(batch.places) >= batch.memory - len(batch.rewards) for batch in full):
        yield "last_transitions"


def _has_empty_places(call, rewards):
    """Whether some of the rewards handed over are zeros that the environment never gave."""
    found = as_array(call["rewards"])
    return found is not None and bool(np.any(found == 0)) and not np.any(rewards == 0)


def target_slip(step: Step, q: np.ndarray, q_next: np.ndarray, others, batch, found) -> str:
    """The wrong rule that gives the targets of an update, or the Q-values given to get_targets.

    q, q_next: the right Q-values of the batch's states and next states; others: those of the next
    states with other weights that the function has had. found: the targets handed over.
    """
    rows = np.arange(len(q))
    calls = step.of("get_targets")
    if calls:
        options = [("targets_of_current_states", q), *(("double_dqn", other) for other in others)]
        given = joined(calls, "next_q_vals")
        wrong = (name for name, value in options if _near(given, value))
        return "" if _near(given, q_next) else next(wrong, "")
    best, best_next = q.argmax(axis=1), q_next.argmax(axis=1)
    options = [
        ("current_argmax", q_next[rows, best]),
        ("targets_of_current_states", q.max(axis=1)),
        *(("double_dqn", other[rows, best_next]) for other in others),
        *(("double_dqn", other.max(axis=1)) for other in others),
    ]
    if _is_target(found, batch, q_next.max(axis=1)):
        return ""
    return next((name for name, future in options if _is_target(found, batch, future)), "")


def _is_target(found, batch, future):
    gamma = SCRIPTED["gamma"]
    return any(_near(found, batch.rewards + gamma * future * (1 - f)) for f in batch.flags)


def _near(found, wanted):
    return close(found, wanted, rtol=1e-4, atol=1e-5)


def only_slip(found: Iterable[str]) -> list[str]:
    """The only mistake that a series of updates shows, right updates aside."""
    names = {name for name in found if name}
    return list(names) if len(names) == 1 else []


def seed_slips(loop: Loop) -> list[str]:
    """What the first actions of each episode, two seeds and two equal seeds show."""
    actions = reproducibility.openings(loop.student, loop.name, loop.fakes)
    if reproducibility.same_openings(actions):
        return ["seeded_each_trajectory"]
    short = {**SCRIPTED, "n_trajectories": 2}
    first, again, other = (_scripted(loop, {**short, "seed": seed}) for seed in (1, 1, 2))
    if first is None or again is None or other is None:
        return []
    if not close(first, again):
        return ["no_seed"]
    if close(first, other) and np.any(first):
        return ["fixed_seed"]
    return ["no_seed"] if _own_parts_differ(loop) else []


def _scripted(loop, kwargs):
    return loop.weights(loop.student.train(loop.name, kwargs, env=ENV, spies=loop.fakes).value)


def _own_parts_differ(loop):
    """Whether one seed gives two results with the student's own memory and policy."""
    base = loop.runs["base"]
    again = loop.train(base)
    return reproducibility.differ(loop.result(base), again) and reproducibility.forgets_a_generator(
        loop
    )
