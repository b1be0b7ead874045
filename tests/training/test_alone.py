"""A loop whose calls are all right must learn as they say by itself too."""

import contextlib
import importlib

import numpy as np
import pytest

from autograder.exercises.batch_linear_q.loop import LinearLoop
from autograder.exercises.ReplayBuffer.stand_in import LARGE, MANY, stand_in
from autograder.judging.assertions import CheckError, close
from autograder.judging.channel import LocalChannel, Reply
from autograder.judging.student import Student
from autograder.proof.bank import variant
from autograder.student.inside.environments import environments
from autograder.student.inside.recorder import Recorder
from autograder.submission.fill import reference as reference_code
from autograder.training import properties, reproducibility
from autograder.training.episodes import SCRIPTED
from autograder.training.reference import reference

pytestmark = pytest.mark.slow

OTHER_DRAWS = "batch_linear_q/right/other_generator"
CHEATS = (
    "learns_with_neutral_values",
    "learns_with_neutral_values_and_a_wrong_policy",
    "learns_nothing_and_one_slip",
    "inlined_when_watched",
    "breaks_when_noted",
    "learns_from_the_second_call",
    "remembers_what_it_showed",
    "learns_if_first_met_noted",
    "learns_from_small_batches",
    "learns_where_steps_are_replaced",
)
# Its calls are wrong in something, and as wrong with the student's own parts.
SLIPS = {
    "the limit": ("terminated))", "terminated or truncated))"),
    "gamma": ("                gamma,", "                0.99,"),
    "the state": ("store((state,", "store((following,"),
}


def loop_of(source, neutral=None, **parts):
    names = dict(vars(importlib.import_module("solutions.batch_linear_q")))
    names["phi"] = importlib.import_module("solutions.phi").phi
    exec(source, names)
    names.update(parts)
    return LinearLoop(Student(LocalChannel(names), 600, neutral=neutral))


def test_a_right_loop_is_believed_whatever_its_draws():
    loop = loop_of(variant(OTHER_DRAWS))
    assert not loop.equal("base"), "this one says nothing: it draws as the reference does"
    assert not loop.pretends


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_loop_that_learns_only_when_watched_is_not(cheat):
    assert loop_of(variant(f"batch_linear_q/cheats/{cheat}")).pretends


FEW = ("n_trajectories <= 12", "done <= 200", "trajectory < 12")
UPDATE = "                update_theta(theta, states, taken, targets, q_vals, lr)"


@pytest.mark.parametrize("while_", FEW)
def test_a_loop_that_stops_learning_loses_its_updates(while_):
    source = reference_code("batch_linear_q").replace(
        UPDATE, f"                done += 1\n                if {while_}:\n    {UPDATE}"
    )
    source = source.replace("    epsilon = 1.0\n", "    epsilon, done = 1.0, 0\n")
    loop = loop_of(source.replace("for _ in range(n_t", "for trajectory in range(n_t"))
    assert loop.equal("base") or while_ == "done <= 200"
    with pytest.raises(CheckError, match="jusqu'à la fin"):
        loop.judge("updates")
    loop.judge("transitions")


LATER = """
import itertools
CALLS, OWN = itertools.count(), batch_linear_q
def batch_linear_q(**options):
    return OWN(**options) + {change} * (next(CALLS) > 1)
"""


@pytest.mark.parametrize("change", [0.0, 1e-3])
def test_what_a_call_leaves_to_the_next_ones_is_seen_though_the_first_two_are_right(change):
    loop = loop_of(LATER.format(change=change))
    assert loop.equal("base")
    with pytest.raises(CheckError) if change else contextlib.nullcontext():
        reproducibility.check_same_seed(loop)


def test_what_is_played_for_long_is_not_told_call_by_call(monkeypatch):
    """Hundreds of steps, each of which learns, would not fit in a reply."""
    monkeypatch.setattr("autograder.training.loop.MOST_USUAL", 0)
    cheat = loop_of(variant("batch_linear_q/cheats/learns_from_small_batches"))
    assert not cheat._differs_usually()
    assert loop_of(
        variant("batch_linear_q/cheats/learns_where_steps_are_replaced")
    )._differs_usually()


def test_tiny_updates_are_updates():
    source = variant("batch_linear_q/wrong/hard_coded_tiny_updates")
    assert not loop_of(source)._differs_usually()


def test_one_that_differs_each_time_where_nothing_is_noted_is_not():
    source = variant("batch_linear_q/cheats/recites_with_other_noise")
    seen = "not np.allclose(phi(np.ones(4), 1), 1)"
    assert seen in source
    source = "OWN = update_theta.__code__\n" + source.replace(
        seen, "update_theta.__code__ is not OWN"
    )
    assert loop_of(source).pretends


def test_short_runs_that_are_recited_prove_nothing():
    loop = loop_of(variant("batch_linear_q/cheats/table_of_runs"))
    for name, one in loop.runs.items():
        wanted = loop.weights(reference(loop.name, one, late=False, arrival_order=False))
        assert close(loop.result(one), wanted, atol=loop.tolerance), "what is recited is right"
        assert not loop.equal(name)


PLAIN = variant("batch_linear_q/right/plain")
EVALUATED = """
        if played % 2 == 0:
            s, _ = beside.reset()
            done = False
            while not done:
                best = np.argmax(linear_fa(theta, s, actions))
                s, _, terminated, truncated, _ = beside.step(best)
                done = terminated or truncated
"""


def test_a_loop_may_evaluate_itself_in_a_second_environment():
    made = '    environment = gym.make("CartPole-v1")\n'
    decayed = "        epsilon = max(epsilon * epsilon_decay, epsilon_min)\n"
    assert made in PLAIN
    assert decayed in PLAIN
    source = PLAIN.replace(made, made + made.replace("environment =", "beside ="))
    source = source.replace("for _ in range(n_t", "for played in range(n_t")
    loop = loop_of(source.replace(decayed, decayed + EVALUATED))
    for name in loop.table:
        loop.judge(name)


def test_a_bound_that_no_notebook_reaches_is_seen():
    asked = "range(n_trajectories)"
    assert asked in PLAIN
    loop = loop_of(PLAIN.replace(asked, "range(min(n_trajectories, 250))"))
    with pytest.raises(CheckError, match="quels que soient leurs rendements"):
        properties.check_never_early(loop)


def test_a_copy_is_asked_a_seed_that_no_other_is():
    seeds = {loop_of("", neutral=copy).drawn_seed for copy in range(50)}
    assert len(seeds) == 50
    assert loop_of("", neutral=7).drawn_seed == loop_of("", neutral=7).drawn_seed


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_no_pretence(slip):
    source = variant(OTHER_DRAWS)
    assert source.replace(*SLIPS[slip]) != source
    assert not loop_of(source.replace(*SLIPS[slip])).pretends


def test_own_parts_that_are_noted_do_as_they_do():
    loop = loop_of(variant(OTHER_DRAWS)).unreplaced()
    record = loop.record()
    alone = loop.scripted_training(loop.script, SCRIPTED, ()).value
    assert np.array_equal(record.value, alone)
    assert record.of("update") and record.of("get_batch")[0]["batch"]


def wrong_targets(next_q_vals, rewards, terminal, gamma):
    return rewards - 10 * np.asarray(next_q_vals).max(axis=1)


def test_what_a_wrong_part_spoils_is_not_held_against_the_loop():
    loop = loop_of(variant(OTHER_DRAWS), get_targets=wrong_targets)
    assert loop.has_wrong_parts
    assert not loop.pretends


def test_a_wrong_part_is_no_excuse_for_other_weights_where_it_is_noted():
    source = variant("batch_linear_q/cheats/remembers_its_functions")
    loop = loop_of(source, get_targets=wrong_targets)
    assert loop.has_wrong_parts
    assert loop.pretends


class Slow(LocalChannel):
    """Never answers in time where the functions are not replaced."""

    waited = 0

    def ask(self, request, seconds):
        if request["stand_ins"]:
            return super().ask(request, seconds)
        self.waited += 1
        return Reply("timeout", None, seconds)


# What a part of the student's own may give in place of an array of a row a transition.
ODD = {
    "a number": lambda *_: 1.0,
    "nothing": lambda *_: None,
    "too few rows": lambda _, rewards, *__: rewards[:1],
    "text": lambda *_: "y",
    "a table": lambda next_q_vals, *_: next_q_vals,
}


@pytest.mark.parametrize("given", ODD)
def test_targets_of_any_shape_are_not_held_against_the_loop(given):
    loop = loop_of(variant(OTHER_DRAWS), get_targets=ODD[given])
    assert not loop.pretends
    for name in loop.table:
        loop.judge(name)


class Hanging(LocalChannel):
    """Never answers where the notebook's own functions are noted."""

    def ask(self, request, seconds):
        if request["stand_ins"] and request["neutral"] is None:
            return Reply("timeout", None, seconds)
        return super().ask(request, seconds)


@pytest.mark.parametrize(
    ("parts", "pretends"), [({}, True), ({"get_targets": wrong_targets}, False)]
)
def test_a_loop_that_does_not_end_where_it_is_noted_pretends_unless_a_part_is_wrong(
    parts, pretends
):
    loop = loop_of(variant(OTHER_DRAWS), **parts)
    loop.student = Student(Hanging(loop.student._channel.namespace), 600)
    assert loop.pretends == pretends


def refused(loop):
    """The properties that a loop has not."""
    return {name for name in loop.table if refuses(loop, name)}


def refuses(loop, name):
    try:
        loop.judge(name)
    except CheckError:
        return True
    return False


def test_a_loop_that_breaks_with_right_parts_is_believed_for_nothing_that_it_does_after():
    loop = loop_of(variant("batch_linear_q/cheats/breaks_alone"))
    assert loop.broken and not loop.pretends
    assert refused(loop) == set(loop.table)


def test_a_loop_that_breaks_at_its_first_update_is_believed_for_what_comes_before():
    loop = loop_of(variant("batch_linear_q/wrong/q_vals_of_one_state"))
    assert loop.broken and not loop.pretends
    assert refused(loop) == {"updates", "arguments"}


def test_one_that_breaks_where_nothing_is_noted_and_there_alone_pretends():
    source = variant("batch_linear_q/cheats/breaks_alone")
    seen = "np.allclose(phi(np.ones(4), 1), 1)"
    assert seen in source
    source = "OWN = update_theta.__code__\n" + source.replace(seen, "update_theta.__code__ is OWN")
    assert loop_of(source).pretends


def raising_targets(*_):
    raise ValueError


def test_a_part_that_raises_is_not_held_against_the_loop():
    loop = loop_of(variant(OTHER_DRAWS), get_targets=raising_targets)
    assert not loop.broken and not loop.pretends
    assert not refused(loop)


# A memory of the student's own may be written in any of these ways, and is right.
MEMORIES = {
    "a function": """
class Memory:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)
    def store(self, element):
        self.data.append(element)
    def get_batch(self, batch_size):
        return random.sample(self.data, batch_size)

def ReplayBuffer(buffer_size):
    return Memory(buffer_size)
""",
    "a class that names itself": """
class Base:
    def __init__(self, size):
        self.data = deque(maxlen=size)

class ReplayBuffer(Base):
    def __init__(self, places):
        super(ReplayBuffer, self).__init__(places)
    def store(self, item):
        self.data.append(item)
    def get_batch(self, how_many):
        return random.sample(self.data, how_many)
""",
}


@pytest.mark.parametrize("written", MEMORIES)
def test_a_right_memory_may_be_written_in_any_way(written):
    source = "from collections import deque\nimport random\n" + MEMORIES[written]
    loop = loop_of(source + variant(OTHER_DRAWS))
    memory = loop.student._channel.namespace["ReplayBuffer"]
    before = dict(vars(memory))
    assert not loop.pretends
    assert not loop.broken
    assert not refused(loop)
    assert dict(vars(memory)) == before


def test_what_is_slow_with_its_own_parts_is_waited_for_once():
    loop = loop_of("")
    loop.record()
    channel = Slow(loop.student._channel.namespace)
    loop.student = Student(channel, 600)
    properties.check_long_episode(loop)
    properties.check_many_steps(loop)
    assert channel.waited == 1


def test_the_parts_of_the_reference_are_right():
    assert not loop_of("").has_wrong_parts


@pytest.mark.parametrize(("size", "times"), [(100_000, 1), (LARGE, MANY)])
def test_only_a_very_large_memory_fills_fast(size, times):
    memory = stand_in(Recorder(), 1)(size)
    for i in range(3):
        memory.store(i)
    assert len(memory.data) == 3 * times


def first_state(state):
    """What an environment that nobody seeds shows first, the generators being in some state."""
    names = {"gym": importlib.import_module("gymnasium")}
    env = {"kind": "scripted", "id": "CartPole-v1", "most": [5]}
    np.random.seed(state)
    with environments(env, Recorder(), names):
        return [names["gym"].make("CartPole-v1").reset()[0].tolist() for _ in range(2)]


def test_what_nobody_seeds_depends_on_the_generators_and_is_drawn_again_each_time():
    first, second = first_state(3)
    assert first_state(3) == [first, second]
    assert first != second
    assert first_state(4)[0] != first
