"""What a training function was seen to do: rows found again, steps, and their order."""

import gymnasium as gym
import numpy as np
import pytest

from autograder.declarations import Environment, declaration
from autograder.judging import variant
from autograder.judging.assertions import CheckError
from autograder.judging.student import Training
from autograder.student.wire import Opaque
from autograder.training.episodes import (
    PLAYED,
    Batch,
    Inconclusive,
    Record,
    Script,
    Step,
    joined,
    matched,
    read,
    remembered,
    squeezed,
)


def step(reward=0.0, terminated=False, truncated=False, after=()):
    state = np.full(4, reward)
    return Step(state, 1, reward, state + 1, terminated, truncated, None, list(after))


def record(*trajectories):
    return Record("boucle(…)", None, [list(steps) for steps in trajectories], [])


CARTPOLE = Environment(id="CartPole-v1", observations=4, actions=2)
ACROBOT = Environment(id="Acrobot-v1", observations=6, actions=3)
ENDS = ((4, "terminated"), (6, "truncated"), (120, "terminated"))


@pytest.mark.parametrize("environment", [CARTPOLE, ACROBOT])
def test_what_is_written_is_in_the_space_of_observations(environment):
    space = gym.make(environment.id).observation_space
    for episode, (length, _) in zip(Script(790, ENDS).episodes(environment), ENDS, strict=True):
        states = np.array(episode["observations"], dtype=space.dtype)
        assert states.shape == (length + 1, environment.observations)
        assert all(state in space for state in states)


@pytest.mark.parametrize("seed", range(790, 800))
def test_written_episodes_start_and_end_as_those_that_are_played(seed):
    def falls(state):
        return abs(state[0]) > 2.4 or abs(state[2]) > np.radians(12)

    for episode in Script(seed, ENDS).episodes(CARTPOLE):
        first, *others, last = episode["observations"]
        assert np.abs(first).max() <= 0.05
        assert not any(map(falls, [first, *others]))
        assert falls(last) == (episode["end"] == "terminated")


def test_written_states_can_be_told_from_one_another_and_change_with_the_class():
    script = Script(790, ENDS)
    here = script.episodes(CARTPOLE)
    with variant.of_class(7):
        there = script.episodes(CARTPOLE)
    assert here == script.episodes(CARTPOLE) != there
    states = np.concatenate([np.array(one["observations"])[:-1] for one in (*here, *there)])
    apart = np.abs(states[:, None] - states[None]).max(axis=2) + np.eye(len(states))
    assert apart.min() > 1e-4  # the nearest that `matched` tells apart


START = {"event": "reset", "seed": None, "seen": np.zeros(4)}


def shown(state, *, end="neither"):
    seen = [np.full(4, state), 1.0, end == "terminated", end == "truncated"]
    return {"event": "step", "action": 1, "shown": seen}


def watched(*events):
    declared = declaration("batch_linear_q").loop
    return read("batch_linear_q", declared, Training(None, list(events)), PLAYED)


def test_what_an_environment_tells_is_put_in_order():
    again = {**START, "seen": np.ones(4)}
    record = watched(START, shown(2.0), shown(3.0, end="terminated"), START, again, shown(4.0))
    assert [len(steps) for steps in record.trajectories] == [2, 1]
    assert [step.state[0] for step in record.steps] == [0.0, 2.0, 1.0]  # the last of two resets
    assert [step.next_state[0] for step in record.steps] == [2.0, 3.0, 4.0]
    assert [step.terminated for step in record.steps] == [False, True, False]
    assert {step.reward for step in record.steps} == {1.0}


@pytest.mark.parametrize("end", ["terminated", "truncated"])
def test_no_step_follows_the_end_that_an_environment_tells(end):
    with pytest.raises(CheckError, match="un pas de plus"):
        watched(START, shown(2.0, end=end), shown(3.0))


@pytest.mark.parametrize("told", [None, [], [1, 2], [np.zeros(3), 1.0, False, False], "abcd"])
def test_what_no_environment_would_tell_shows_nothing(told):
    with pytest.raises(Inconclusive):
        watched(START, {**shown(2.0), "shown": told})


ROWS = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])


def test_each_row_is_found_where_it_stands():
    assert matched(ROWS[[2, 0]], ROWS) == [2, 0]
    assert matched(ROWS + 1e-6, ROWS) == [0, 1, 2]  # float32 on the way
    assert matched(ROWS[:, 0], ROWS[:, 0]) == [0, 1, 2]


@pytest.mark.parametrize("found", [ROWS + 1, ROWS[:, :1], ROWS[0], 3.0, None, "x", [[0], [1, 2]]])
def test_what_is_no_row_is_found_nowhere(found):
    assert matched(found, ROWS) is None


def test_nothing_is_found_of_no_row_and_in_none():
    assert matched(np.zeros((0, 4)), np.zeros((3, 4))) is None
    assert matched(np.zeros((3, 4)), np.zeros((0, 4))) is None


def test_calls_are_joined_one_after_the_other():
    calls = [{"rewards": [1.0, 2.0]}, {"rewards": [3.0]}]
    assert joined(calls, "rewards").tolist() == [1.0, 2.0, 3.0]
    other_shapes = [{"rewards": [1.0]}, {"rewards": [[2.0]]}]
    assert joined(other_shapes, "rewards") == [1.0]  # the first call's, to be refused as it is
    assert joined([{"rewards": Opaque("list")}], "rewards") == Opaque("list")


def test_a_value_is_squeezed_to_its_numbers():
    assert squeezed([[3]]).shape == ()
    assert squeezed(np.zeros((1, 4, 1))).shape == (4,)
    assert squeezed("trois") is None


def test_steps_are_remembered_as_the_environment_gave_them():
    batch = remembered([step(1.0), step(2.0, terminated=True), step(3.0, truncated=True)])
    assert batch.rewards.tolist() == [1.0, 2.0, 3.0]
    assert batch.actions.tolist() == [1, 1, 1]
    assert np.array_equal(batch.next_states, batch.states + 1)
    true, masked = batch.flags  # the time limit is judged on its own
    assert true.tolist() == [False, True, False]
    assert masked.tolist() == [False, True, True]


def test_the_rows_of_a_batch_keep_their_places():
    batch = remembered([step(float(i), terminated=i == 2) for i in range(4)])
    rows = batch.rows([2, 0])
    assert isinstance(rows, Batch)
    assert rows.rewards.tolist() == [2.0, 0.0]
    assert [flag.tolist() for flag in rows.flags] == [[True, False]] * 2
    assert (rows.memory, rows.places) == (4, {0, 2})


def test_the_memory_at_the_first_update_is_what_was_played_or_what_the_call_says():
    learning = {"event": "get_batch"}
    assert record([step(), step(after=[learning])], [step()]).memory_at_first_update == 2
    assert record([step()], [step(after=[learning])]).memory_at_first_update == 2
    told = {"event": "get_batch", "stored": 9}
    assert record([step(after=[told])]).memory_at_first_update == 9
    assert record([step(after=[{"event": "store"}])]).memory_at_first_update is None


def test_a_call_that_was_never_made_is_inconclusive():
    stored = {"event": "store"}
    assert record([step(after=[stored]), step()]).of("store") == [stored]
    with pytest.raises(Inconclusive):
        record([step()]).of("get_batch")
