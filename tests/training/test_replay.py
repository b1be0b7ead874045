"""The weights after each short episode tell which batches were drawn, or that none explains them.

A learner here adds up what it is taught: each transition's reward is another power of ten, and a
terminal one weighs a half more, so that a sum says what was drawn.
"""

import itertools
from collections import deque
from dataclasses import dataclass, replace

import numpy as np
import pytest

from autograder.training.episodes import REPLAYED, Step, remembered
from autograder.training.replay import Explanation, _lessons, explain

EPISODES, LENGTH = 3, 2


@dataclass(frozen=True)
class Adder:
    weights: np.ndarray

    def q_vals(self, states):
        return np.zeros((len(states), 2))

    def after(self, batch, given):
        return Adder(self.weights + np.sum(batch.rewards * (1 + batch.flags[0] / 2)))


def episodes():
    """Short trajectories, the second of which ends by the time limit."""
    numbers = itertools.count()
    return [
        [
            Step(
                state=np.zeros(4),
                action=0,
                reward=10.0 ** next(numbers),
                next_state=np.zeros(4),
                terminated=last and number != 1,
                truncated=last and number == 1,
                policy=None,
            )
            for last in (False, True)
        ]
        for number in range(EPISODES)
    ]


def stages(draw, late=False, masked=False):
    """The weights after each trajectory, of a loop that draws `draw(memory)` at each step."""
    memory, learner, found = deque(maxlen=REPLAYED["buffer_size"]), Adder(np.zeros(1)), []
    for steps in episodes():
        for one in steps:
            memory.append(one)
            if len(memory) >= REPLAYED["batch_size"] + late:
                batch = remembered([memory[i] for i in draw(len(memory))])
                batch.flags = batch.flags[masked:]
                learner = learner.after(batch, None)
        found.append(learner.weights)
    return found


def explained(found):
    return explain(found, episodes(), [Adder(np.zeros(1))], 1e-9)


def drawn(seed):
    generator = np.random.default_rng(seed)
    return lambda size: generator.choice(size, REPLAYED["batch_size"], replace=False)


def with_the_last(seed):
    """The latest transition, so that the time limit's is learnt, and another."""
    generator = np.random.default_rng(seed)
    return lambda size: [size - 1, generator.integers(size - 1)]


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_drawn_the_right_rule_explains_it(seed):
    assert explained(stages(drawn(seed))) == Explanation()


@pytest.mark.parametrize(
    ("draw", "slips", "explanation"),
    [
        (drawn(0), {"late": True}, Explanation(late=True)),
        (with_the_last(1), {"masked": True}, Explanation(masked=True)),
        (lambda size: [0, 0], {}, Explanation(replaced=True, same=True)),
        (lambda size: [size - 2, size - 1], {}, Explanation(same=True)),
        (with_the_last(0), {"late": True, "masked": True}, Explanation(late=True, masked=True)),
    ],
    ids=["late", "masked", "replaced", "same", "two slips"],
)
def test_each_slip_is_told_from_the_right_rule(draw, slips, explanation):
    assert explained(stages(draw, **slips)) == explanation


def test_weights_of_no_batch_are_not_explained():
    found = stages(drawn(0))
    found[-1] = found[-1] + 1 / 3
    assert explained(found) is None
    assert explained([np.zeros(1)] * EPISODES) is None  # nothing is learnt


def test_a_large_batch_of_like_rewards_is_not_tried_in_every_order():
    """Twelve rows have 479 million orders; the student chooses how many are drawn."""
    (one,) = episodes()[0][:1]
    rows = [replace(one, reward=1.0)] * 12
    elements = [(r.state, r.action, r.reward, r.next_state, r.terminated) for r in rows]
    called = {
        "event": "targets",
        "rewards": [1.0] * 12,
        "terminal": [0.0] * 12,
        "targets": list(range(12)),
        "next_q_vals": np.zeros((12, 2)),
    }
    step = replace(rows[0], after=[{"event": "get_batch", "batch": elements}, called])
    lessons = _lessons(step, rows, True, Explanation())
    assert len(lessons) == 1


@pytest.mark.parametrize("given", [None, 7.0, [0.0, 0.0]], ids=["none", "a number", "too few"])
def test_a_call_that_gave_fewer_targets_than_transitions_teaches_nothing(given):
    rows = [replace(one, reward=float(i)) for i, one in enumerate(episodes()[0] * 2)][:3]
    elements = [(r.state, r.action, r.reward, r.next_state, r.terminated) for r in rows]
    called = {
        "event": "targets",
        "rewards": [0.0, 1.0, 2.0],
        "terminal": [one.terminated for one in rows],
        "targets": given,
        "next_q_vals": np.zeros((3, 2)),
    }
    step = replace(rows[0], after=[{"event": "get_batch", "batch": elements}, called])
    assert _lessons(step, rows, True, Explanation()) == []
    called["targets"] = [0.0, 0.0, 0.0]
    assert len(_lessons(step, rows, True, Explanation())) == 1
