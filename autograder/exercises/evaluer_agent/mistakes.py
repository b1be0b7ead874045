"""Mistakes in evaluer_agent, seen on episodes written in advance."""

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.exercises.evaluer_agent.test_hidden import ID, SEEDS, Evaluation, evaluated
from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import RIGHT, told_by_exceptions
from autograder.judging.student import Outcome, Student, StudentError, call

MISTAKES = load(__file__, COMMON)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen in one evaluation of four episodes."""
    try:
        found = evaluated(student)
    except StudentError as error:
        return told_by_exceptions([Outcome(error=error)])
    drawn = student.with_apparatus("evaluer_agent", [call("apparatus.untouched")])[0][0].unwrap()
    return [*_played(found), *_returned(found), *_beside(found, drawn)]


def _played(found: Evaluation) -> Iterator[Mistake]:
    """How the episodes are played: where, from where, until when, with which actions."""
    if found.made and set(found.made) != {ID}:
        yield MISTAKES.environment_fixed
    lengths = [(len(one.actions), one.length) for one in found.episodes]
    if len(lengths) == 1 < len(SEEDS):
        yield MISTAKES.one_episode
    elif any(played > length for played, length in lengths):
        yield MISTAKES.truncation_ignored
    elif short := {played for played, length in lengths if played < length}:
        # an episode longer than that was played: it is no number of steps that cuts
        longest = max(played for played, _ in lengths)
        yield MISTAKES.cut_short if short == {longest} else MISTAKES.stops_at_return
    seeds = [one.seed for one in found.episodes]
    if seeds and seeds[0] == SEEDS[0] and set(seeds[1:]) == {None}:
        yield MISTAKES.seed_once
    elif sorted(seeds, key=str) == sorted(SEEDS, key=str) and seeds != SEEDS:
        yield MISTAKES.seeds_reordered
    elif seeds != SEEDS[: len(seeds)]:
        yield MISTAKES.seed_ignored
    if not _trained(found):
        yield from _choices(found)


def _trained(found):
    pairs = zip(found.weights, found.parameters, strict=True)
    return not all(close(*pair, rtol=0, atol=0) for pair in pairs)


def _greedy(episode, parameters):
    return _chosen(episode, episode.q_values(parameters).argmax(axis=1))


def _chosen(episode, actions):
    """Whether these are the actions of an episode, up to its end."""
    played = min(len(actions), len(episode.actions))
    return close(episode.actions[:played], actions[:played])


def _choices(found: Evaluation) -> Iterator[Mistake]:
    """Where other actions than the best ones come from."""
    pairs = [(one, one.q_values(found.parameters)) for one in found.episodes]
    rules = (
        (RIGHT, lambda q: q.argmax(axis=1)),
        (MISTAKES.worst_action, lambda q: q.argmin(axis=1)),
        (MISTAKES.other_state, lambda q: np.full(len(q), q[0].argmax())),
        (MISTAKES.other_state, lambda q: np.append(q[0].argmax(), q[:-1].argmax(axis=1))),
        (MISTAKES.same_action, lambda q: np.zeros(len(q))),
        (MISTAKES.same_action, lambda q: np.ones(len(q))),
    )
    for mistake, rule in rules:
        if all(_chosen(one, rule(q)) for one, q in pairs):
            if mistake is not RIGHT:
                yield mistake
            return
    yield MISTAKES.explores


def _returned(found: Evaluation) -> Iterator[Mistake]:
    """Which numbers are returned in place of the returns."""
    if found.returns is None:
        yield MISTAKES.missing_return
    rewards = [np.array(one.written["rewards"])[: len(one.actions)] for one in found.episodes]
    if not rewards:
        return
    right = np.array([one.sum() for one in rewards])
    rules = (
        *((MISTAKES.discounted_return, _discounted(rewards, gamma)) for gamma in (0.9, 0.95, 0.99)),
        *(
            (MISTAKES.discounted_return, _discounted([one[::-1] for one in rewards], gamma))
            for gamma in (0.9, 0.95, 0.99)
        ),
        (MISTAKES.mean_returned, right.mean()),
        (MISTAKES.length_not_return, [len(one.actions) for one in found.episodes]),
        (MISTAKES.returns_accumulate, np.cumsum(right)),
        (MISTAKES.last_reward, [one[-1] for one in rewards if len(one)]),
        (MISTAKES.end_not_counted, [one[:-1].sum() for one in rewards]),
        (MISTAKES.whole_numbers, np.trunc(right)),
        (MISTAKES.whole_numbers, right.round()),
        (MISTAKES.all_added_up, right.sum()),
    )
    returns = as_array(found.returns)
    if returns is None or close(returns, right, rtol=1e-5, atol=1e-6):
        return
    yield from dict.fromkeys(
        mistake for mistake, wanted in rules if close(returns, wanted, rtol=1e-5, atol=1e-6)
    )


def _discounted(rewards, gamma):
    return [float(np.polynomial.polynomial.polyval(gamma, one)) for one in rewards]


def _beside(found: Evaluation, drawn: Sequence[float]) -> Iterator[Mistake]:
    """What the evaluation changes besides giving its result."""
    greedy = all(_greedy(one, found.parameters) for one in found.episodes)
    if _trained(found):
        yield MISTAKES.evaluation_trains
    elif greedy and not close(found.draws, drawn, rtol=0, atol=0):
        yield MISTAKES.generator_touched
