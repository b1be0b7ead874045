"""Hidden tests of evaluer_agent."""

import dataclasses
import functools
import itertools

import numpy as np
import pytest

from autograder.declarations import Environment
from autograder.judging import variant
from autograder.judging.assertions import CheckError, as_array, close, points, require
from autograder.judging.fairness import SINGLE_PRECISION
from autograder.judging.student import call
from autograder.training.episodes import Script, squeezed
from autograder.training.networks import outputs

CALL = "evaluer_agent(agent, env_id, graines)"
HERE = Environment(id="CartPole-v1", observations=4, actions=2)
# The seeds of written episodes; the last one lasts longer than those of the course's environments.
SCRIPT = Script(760, ((5, "terminated"), (7, "truncated"), (3, "terminated"), (1100, "truncated")))
# What the second one brings in besides: its return rises far above what is a success anywhere, then
# falls far below what is a failure.
FAR = (900.0, 1200.0, 700.0, -3500.0, -2200.0, 500.0, 400.0)
SEEDS = [31, 7, 450, 12]
ID = "UnAutreNom-v3"
LIMIT = 500  # steps of an episode of CartPole-v1
SHORTEST = 8  # steps of one, whatever is played
TIE = 1e-5  # between two Q-values that single precision may not tell apart


@dataclasses.dataclass
class Episode:
    """What was played of an episode: the seed of its last reset, its states, its actions."""

    written: dict
    seed: object = None
    actions: list = dataclasses.field(default_factory=list)
    acted: list = dataclasses.field(default_factory=list)

    @property
    def length(self):
        return len(self.written["rewards"])

    def q_values(self, parameters):
        return outputs(parameters, self.written["observations"][: len(self.actions)])


@dataclasses.dataclass
class Evaluation:
    """What evaluer_agent gave and did on some episodes, in an environment of some name."""

    env_id: str
    parameters: list
    returns: object
    draws: list
    weights: list
    episodes: list
    made: list


def written():
    """The episodes that are written in advance."""
    first, far, *others = SCRIPT.episodes(HERE)
    rewards = np.add(far["rewards"], FAR).tolist()
    return [first, {**far, "rewards": rewards}, *others]


def played(events):
    """The episodes that were played, in their order whatever environments played them."""
    left, episodes, policy = itertools.cycle(written()), [], None
    for event in events:
        if event["event"] == "policy":
            policy = event
        elif event["event"] == "reset":
            if not episodes or episodes[-1].actions:
                episodes.append(Episode(next(left)))
            episodes[-1].seed = event["seed"]
        elif event["event"] == "step" and episodes:
            episodes[-1].actions.append(squeezed(event["action"]))
            episodes[-1].acted.append(policy)
            policy = None
    return [one for one in episodes if one.actions]


def told(events):
    """The same of episodes that nothing was written of, as the environment tells them."""
    episodes, policy = [], None
    for event in events:
        if event["event"] == "policy":
            policy = event
        elif event["event"] == "reset":
            if not episodes or episodes[-1].actions:
                episodes.append(Episode({}))
            episodes[-1].seed = event["seed"]
            # until it ends, one more reward is to come
            episodes[-1].written = {"observations": [event["seen"]], "rewards": [0.0]}
        elif event["event"] == "step" and episodes:
            one, (seen, reward, *ends) = episodes[-1], event["shown"]
            one.actions.append(squeezed(event["action"]))
            one.acted.append(policy)
            one.written["observations"].append(seen)
            one.written["rewards"][-1:] = [reward] if any(ends) else [reward, 0.0]
            policy = None
    return [one for one in episodes if one.actions]


def parameters(seed):
    """A network for which either action is the best one in a quarter of the written states or more.

    Such states are small: without this, the last bias would decide alone. No state is near a tie.
    """
    rng = variant.generator(seed)
    drawn = [rng.normal(size=size).astype(np.float32) for size in ((6, 4), (6,), (2, 6), (2,))]
    states = [state for one in SCRIPT.episodes(HERE) for state in one["observations"]]
    left, right = outputs(drawn, states).T
    middle = np.sort(right - left)[len(states) // 4 : -len(states) // 4]
    widest = np.diff(middle).argmax()
    drawn[-1][1] -= np.float32((middle[widest] + middle[widest + 1]) / 2)
    return drawn


def evaluated(student, env_id=ID, spies=()):
    """An evaluation, on the written episodes unless the environment is CartPole by its own name.

    Raises what the student's function raised.
    """
    given, unwritten = parameters(1501), env_id == HERE.id
    step = call("apparatus.evaluate", given, env_id, SEEDS, shown=CALL)
    env = HERE.played(LIMIT) if unwritten else HERE.scripted(written(), draws=False)
    outcomes, events = student.with_apparatus("evaluer_agent", [step], env=env, spies=spies)
    found = outcomes[0].unwrap()
    made = [event["name"] for event in events if event["event"] == "make"]
    episodes = told(events) if unwritten else played(events)
    return Evaluation(env_id, given, **found, episodes=episodes, made=made)


@pytest.fixture(scope="module")
def in_cartpole(student):
    """The evaluations where nothing is written, before anything that is can be noticed."""
    return functools.cache(lambda spies: evaluated(student, HERE.id, spies))


@pytest.fixture(scope="module")
def judge(student, in_cartpole):
    """Raises unless the evaluations pass, with the student's own DQN or with a neutral one."""
    in_written = functools.cache(lambda spies: evaluated(student, ID, spies))

    def judged(check):
        problem = None
        for spies in ((), ("DQN",)) if student.stopped is None else (("DQN",),):
            try:
                check(in_cartpole(spies))
                check(in_written(spies))
                return
            except CheckError as error:
                problem = problem or error
        raise problem

    return judged


@points(0.75)
def test_returns(judge):
    """Un épisode par graine, joué jusqu'à sa fin ; son rendement est la somme des récompenses."""

    def check(found):
        require(
            len(found.episodes) == len(SEEDS)
            and all(len(one.actions) == one.length for one in found.episodes),
            call=f"{CALL}, {len(SEEDS)} graines",
            obtained=f"des épisodes de {[len(one.actions) for one in found.episodes[:6]]} pas",
            expected="un épisode par graine, jusqu'à terminated ou truncated, et pas plus loin",
            hint="la boucle sur les pas s'arrête quand l'un des deux indicateurs est vrai",
        )
        wanted = [sum(one.written["rewards"]) for one in found.episodes]
        require(
            close(found.returns, wanted, **SINGLE_PRECISION),
            call=f"{CALL}, {len(SEEDS)} graines",
            obtained=found.returns,
            expected="un tableau (n,) : la somme des récompenses de chaque épisode, dans l'ordre",
            hint="repartez de 0 à chaque épisode, et ajoutez chaque récompense",
        )

    judge(check)


@points(0.25)
def test_seeds(judge):
    """Chaque épisode part de environment.reset(seed=graine), dans l'ordre des graines."""

    def check(found):
        require(
            close([-1 if one.seed is None else one.seed for one in found.episodes], SEEDS),
            call=f"{CALL}, les graines données à environment.reset",
            obtained=[one.seed for one in found.episodes],
            expected="la graine de chaque épisode, au reset dont il part",
            hint="environment.reset(seed=graine), une fois par épisode",
        )

    judge(check)


@points(0.5)
def test_greedy(judge):
    """L'agent joue l'action de plus grande Q-valeur, à chaque pas, sans explorer."""

    def check(found):
        for one in found.episodes:
            q_vals = one.q_values(found.parameters)
            # past the end of the episode, another property is lost
            for action, policy, values in zip(one.actions, one.acted, q_vals, strict=False):
                neutral = policy is not None and close(policy["epsilon"], 0.0)
                tied = not neutral and np.ptp(values) < TIE and close(action, values.argmin())
                require(
                    tied or close(action, policy["action"] if neutral else values.argmax()),
                    call=f"environment.step(action), pendant {CALL}",
                    obtained=action,
                    expected="l'action gloutonne : la plus grande Q-valeur de l'état courant",
                    hint="évaluer n'est pas explorer : epsilon n'y a pas de place",
                )
        require(
            found.episodes,
            call=CALL,
            obtained="aucun épisode",
            expected="un épisode glouton par graine",
            hint="jouez les épisodes dans un environnement de gym.make(env_id)",
        )
        # The first actions of an episode may be the best ones by chance.
        require(
            found.env_id != HERE.id or sum(len(one.actions) for one in found.episodes) >= SHORTEST,
            call=CALL,
            obtained="quelques pas seulement",
            expected="des épisodes joués jusqu'à leur fin : peu d'actions ne montrent pas un choix",
            hint="choisissez l'action à chaque pas, jusqu'à terminated ou truncated",
        )

    judge(check)


@points(0.25)
def test_nothing_moves(student, judge):
    """L'évaluation ne change ni les poids de l'agent, ni la suite des générateurs globaux."""

    untouched = student.with_apparatus("evaluer_agent", [call("apparatus.untouched")])[0][
        0
    ].unwrap()

    def check(found):
        pairs = zip(found.weights, found.parameters, strict=True)
        require(
            found.episodes and all(close(*pair, rtol=0, atol=0) for pair in pairs),
            call=CALL,
            obtained="un agent dont les poids ont changé" if found.episodes else "aucun épisode",
            expected="les poids tels qu'ils étaient : évaluer n'est pas apprendre",
            hint="predict_on_batch ne change rien ; train_on_batch n'a pas sa place ici",
        )
        require(
            close(found.draws, untouched, rtol=0, atol=0),
            call=f"{CALL}, puis un tirage de numpy, de random ou de torch",
            obtained="un autre nombre que sans l'évaluation",
            expected="le même : évaluer au milieu d'un entraînement n'en change pas la suite",
            hint="epsilon_greedy_policy tire un nombre même pour epsilon = 0 ; prenez l'argmax",
        )

    judge(check)


@points(0.25)
def test_environment(judge):
    """L'environnement est celui que nomme env_id, et le résultat un tableau (n,)."""

    def check(found):
        require(
            found.made and set(found.made) == {found.env_id},
            call=f'evaluer_agent(agent, "{found.env_id}", graines)',
            obtained=f"gym.make de {found.made[:2]}",
            expected="l'environnement dont le nom est reçu",
            hint="gym.make(env_id)",
        )
        returns = as_array(found.returns)
        require(
            returns is not None and returns.shape == (len(SEEDS),),
            call=CALL,
            obtained=found.returns,
            expected="un rendement par graine, de forme (n,)",
            hint="gardez le rendement de chaque épisode dans une liste, puis np.array",
        )

    judge(check)
