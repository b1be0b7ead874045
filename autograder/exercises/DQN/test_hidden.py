"""Hidden tests of DQN."""

import itertools

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close, describe, points, require, same
from autograder.judging.chance import binomial_bounds
from autograder.judging.fairness import SINGLE_PRECISION
from autograder.judging.rules import is_whole
from autograder.judging.student import call
from autograder.training.networks import outputs

DRAWS = 1000
ERROR = 1e-7  # a binomial bound refuses a right answer with at most this probability
MANY = 1000  # updates in a row
EPSILONS = (0.02, 0.3, 0.8)


def parameters(seed, states=4, hidden=8, actions=2):
    """A small network's weights and biases, in single precision."""
    rng = variant.generator(seed)
    shapes = [(hidden, states), (hidden,), (actions, hidden), (actions,)]
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def some_states(seed, count, states=4):
    return variant.generator(seed).normal(size=(count, states)).astype(np.float32)


def telling(seed, actions):
    """A network and twelve states in which each action is at least twice the best one."""
    for more in itertools.count(seed, 1000):
        given, states = parameters(more, actions=actions), some_states(more, 12)
        best = outputs(given, states).argmax(axis=1)
        if np.bincount(best, minlength=actions).min() >= 2:
            return given, states
    raise AssertionError


def experiment(student, method, *arguments, seed=11):
    """What one experiment of the apparatus gives; raises what the student's class raised."""
    shown = (
        "agent.get_action(state, epsilon)" if method == "act" else "agent.soft_update(other, tau)"
    )
    step = call(f"apparatus.{method}", *arguments, shown=shown)
    return student.with_apparatus("DQN", [step], seed=variant.seed(seed))[0][0].unwrap()


@points(1.25)
def test_greedy(student):
    """Avec epsilon = 0, l'action est celle de plus grande Q-valeur, selon le réseau de l'agent."""
    for seed, actions in ((1201, 2), (1202, 3)):
        given, states = telling(seed, actions)
        found = experiment(student, "act", given, states, 0.0, 1)["actions"]
        wanted = outputs(given, states).argmax(axis=1)
        require(
            close(found, wanted),
            call="agent.get_action(state, 0.0), dans douze états",
            obtained=found,
            expected="dans chaque état, l'indice de la plus grande Q-valeur du réseau",
            hint="predict_on_batch attend un lot : state[np.newaxis] en fait un, [0] l'en retire",
        )


@points(0.5)
def test_exploration(student):
    """L'action est tirée au hasard parmi toutes avec probabilité epsilon, gloutonne sinon.

    Two exact binomial bounds, at each of three epsilons, refuse a right answer with probability
    below 1e-7 each.
    """
    given, state = parameters(1203, actions=3), some_states(1203, 1)
    best = int(outputs(given, state).argmax())
    for epsilon in EPSILONS:
        found = experiment(student, "act", given, state, epsilon, DRAWS)["actions"]
        counts = [sum(close(one, action) for one in found) for action in range(3)]
        for action in {0, 1, 2} - {best}:
            low, high = binomial_bounds(DRAWS, epsilon / 3, ERROR)
            require(
                low <= counts[action] <= high,
                call=f"agent.get_action(state, {epsilon}), {DRAWS} appels, trois actions",
                obtained=f"{counts[action]} fois l'action {action}, qui n'est pas la gloutonne",
                expected="environ epsilon / 3 des appels : l'action tirée est l'une des trois",
                hint="donnez à epsilon_greedy_policy les Q-valeurs, self.action_space et epsilon",
            )


@points(0.25)
def test_integer(student):
    """L'action est un entier ; les poids de l'agent et l'état reçu restent intacts."""
    given, states = parameters(1204), some_states(1204, 3)
    for epsilon in (0.0, 1.0):
        found = experiment(student, "act", given, states, epsilon, 2)
        wrong = [one for one in found["actions"] if not is_whole(one)]
        require(
            not wrong,
            call=f"agent.get_action(state, {epsilon})",
            obtained=describe(wrong[0]) if wrong else "",
            expected="un entier (int ou entier numpy)",
            hint="prenez l'argmax des Q-valeurs d'un seul état : [0] retire la dimension du lot",
        )
        require(
            all(close(*pair, rtol=0, atol=0) for pair in zip(found["weights"], given, strict=True))
            and found["states_untouched"],
            call=f"agent.get_action(state, {epsilon})",
            obtained="des poids ou un état modifiés par l'appel",
            expected="choisir une action n'apprend rien et ne touche pas à l'état",
            hint="predict_on_batch ne change pas les poids ; évitez les affectations dans state",
        )


def mixed(mine, theirs, tau):
    return [(1 - tau) * one + tau * other for one, other in zip(mine, theirs, strict=True)]


@points(1.25)
def test_soft_update(student):
    """Après soft_update, tous les poids et biais valent (1 − tau) · self + tau · other."""
    for seed, tau in ((1211, 0.1), (1212, 0.75), (1213, 0.01)):
        mine, theirs = parameters(seed), parameters(seed + 50)
        found = experiment(student, "soft_update", mine, theirs, [tau])
        for one, wanted in zip(found["mine"], mixed(mine, theirs, tau), strict=True):
            same(
                one,
                wanted,
                call=f"agent.soft_update(other, {tau})",
                expected="(1 − tau) · self + tau · other, pour chaque poids et chaque biais",
                hint="parcourez les tenseurs des deux réseaux, et écrivez dans les premiers",
                **SINGLE_PRECISION,
            )


@points(0.25)
def test_repeated(student):
    """Deux mises à jour de suite s'enchaînent : chacune part des poids que l'autre a laissés."""
    mine, theirs = parameters(1221, hidden=5, actions=3), parameters(1222, hidden=5, actions=3)
    found = experiment(student, "soft_update", mine, theirs, [0.3, 0.2])
    for one, wanted in zip(
        found["mine"], mixed(mixed(mine, theirs, 0.3), theirs, 0.2), strict=True
    ):
        same(
            one,
            wanted,
            call="agent.soft_update(other, 0.3) puis agent.soft_update(other, 0.2)",
            expected="la seconde mise à jour appliquée au résultat de la première",
            hint="ne gardez rien d'un appel à l'autre",
            **SINGLE_PRECISION,
        )
    found = experiment(student, "soft_update", mine, theirs, [0.001] * MANY)["mine"]
    wanted = mixed(mine, theirs, 1 - 0.999**MANY)
    for one, other in zip(found, wanted, strict=True):
        require(
            close(one, other, rtol=1e-3, atol=1e-4),
            call=f"agent.soft_update(other, 0.001), {MANY} fois",
            obtained=one,
            expected="les poids de self, un millième plus près de ceux de other chaque fois",
            hint="chaque appel fait la même chose, qu'il y en ait eu deux ou mille avant lui",
        )


@points(0.5)
def test_extremes(student):
    """Pour tau = 0, rien ne change ; pour tau = 1, les poids sont ceux de l'autre agent."""
    mine, theirs = parameters(1231), parameters(1232)
    for tau, wanted, expected in (
        (0.0, mine, "les poids d'avant, intacts"),
        (1.0, theirs, "une copie des poids de other"),
    ):
        found = experiment(student, "soft_update", mine, theirs, [tau])["mine"]
        require(
            all(close(*pair) for pair in zip(found, wanted, strict=True)),
            call=f"agent.soft_update(other, {tau})",
            obtained=found[0],
            expected=expected,
            hint="tau est la part de other : 0 n'en prend rien, 1 en prend tout",
        )


@points(0.5)
def test_other_untouched(student):
    """L'autre agent reste intact, et les deux réseaux ne partagent rien ensuite."""
    mine, theirs = parameters(1241), parameters(1242)
    for tau in (0.25, 1.0):
        found = experiment(student, "soft_update", mine, theirs, [tau])
        require(
            all(close(*pair, rtol=0, atol=0) for pair in zip(found["theirs"], theirs, strict=True)),
            call=f"agent.soft_update(other, {tau}), puis les poids de other",
            obtained=found["theirs"][0],
            expected="les poids de other tels qu'ils étaient",
            hint="écrivez dans les tenseurs de self, et seulement lisez ceux de other",
        )
        require(
            not found["shared"] and not close(found["mine"][0], mine[0]),
            call=f"agent.soft_update(other, {tau}), puis other change",
            obtained="des poids de self qui changent avec ceux de other"
            if found["shared"]
            else "des poids de self qui n'ont pas bougé",
            expected="des valeurs copiées : ce qui arrive ensuite à other ne concerne plus self",
            hint="copiez les valeurs (copy_, load_state_dict) des tenseurs de other",
        )


@points(0.5)
def test_in_place(student):
    """Les poids changent sur place : l'optimiseur de l'agent les entraîne encore."""
    mine, theirs = parameters(1251), parameters(1252)
    found = experiment(student, "soft_update", mine, theirs, [0.25])
    require(
        found["in_place"] and found["trainable"] and not close(found["mine"][0], mine[0]),
        call="agent.soft_update(other, 0.25)",
        obtained="un autre réseau, ou d'autres paramètres, ou des paramètres figés"
        if not (found["in_place"] and found["trainable"])
        else "des poids qui n'ont pas bougé",
        expected="les mêmes paramètres, dont seules les valeurs changent",
        hint="écrivez dans chaque tenseur (copy_), ou passez par load_state_dict",
    )
    learnt = experiment(student, "learn_after", mine, theirs, 0.25)
    require(
        not close(as_array(learnt["before"][2]), as_array(learnt["after"][2])),
        call="agent.soft_update(other, 0.25) puis agent.train_on_batch(…)",
        obtained="des poids que l'entraînement ne change plus",
        expected="un agent que son optimiseur entraîne encore",
        hint="l'optimiseur connaît les paramètres d'origine : ne les remplacez pas",
    )
