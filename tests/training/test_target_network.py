"""A loop with a target network: what must hold of the reference, and of the written episodes."""

from pathlib import Path
from unittest import mock

import numpy as np
import pytest

import solutions.deep_q_learning as without_target
import solutions.train_dqn as with_target
from autograder.declarations import declaration
from autograder.exercises.train_dqn import loop
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.training import networks, properties
from autograder.training.episodes import Script
from solutions.NNModel import NNModel

SHORT = {"n_trajectories": 4, "batch_size": 16, "lr": 0.01, "seed": 1}


def weights(agent):
    return np.concatenate([one.detach().numpy().ravel() for one in agent.network.parameters()])


def same_network(states, actions):
    return NNModel(states, actions, n_hidden_layers=3, hidden_dim=64)


@pytest.mark.slow
def test_a_target_copied_at_each_step_is_no_target():
    common = {**SHORT, "gamma": 0.9, "epsilon_decay": 0.6, "epsilon_min": 0.1, "buffer_size": 40}
    with mock.patch.object(without_target, "NNModel", same_network):
        plain = without_target.deep_q_learning(**common)

    copied = with_target.train_dqn(**common, tau=1.0, training_interval=1)
    slow = with_target.train_dqn(**common, tau=0.5, training_interval=1)

    np.testing.assert_array_equal(weights(copied), weights(plain))
    assert np.abs(weights(slow) - weights(plain)).max() > 1e-3


@pytest.mark.slow
def test_the_q_values_are_those_of_the_network():
    agent = with_target.train_dqn(**SHORT)
    states = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)

    found = networks.q_values(loop.weights(agent), states, loop.SHAPES)

    np.testing.assert_allclose(found, agent.predict_on_batch(states), rtol=1e-4, atol=1e-5)


def test_a_network_of_another_shape_has_no_weights_to_compare():
    agent = without_target.deep_q_learning(n_trajectories=1)

    assert loop.weights(agent) is None
    assert loop.weights({"network": "x"}) is None


@pytest.mark.parametrize(
    ("interval", "batch", "expected"),
    [(3, 4, [6, 9, 12]), (5, 5, [5, 10]), (1, 13, []), (4, 1, [4, 8, 12])],
)
def test_updates_are_due_every_so_many_steps_once_there_is_a_batch(interval, batch, expected):
    due = loop.due(12, interval, batch)

    assert [step for step, one in enumerate(due, start=1) if one] == expected


def test_every_step_of_a_script_may_give_the_same_reward():
    environment = declaration("train_dqn").loop.environment
    script = Script(790, ((3, "terminated"), (2, "truncated")), reward=1.0)

    assert [one["rewards"] for one in script.episodes(environment)] == [[1.0] * 3, [1.0] * 2]
    drawn = Script(790, script.ends).episodes(environment)
    assert drawn[0]["observations"] == script.episodes(environment)[0]["observations"]
    assert len({*drawn[0]["rewards"]}) == 3


@pytest.fixture(scope="module")
def evidence():
    """The evidence on the reference, whose parts are looked up in one namespace."""
    namespace = dict(vars(with_target))
    source = Path(with_target.__file__).read_text(encoding="utf-8")
    exec(compile(source, "train_dqn", "exec"), namespace)
    return loop.TargetLoop(Student(LocalChannel(namespace), budget=600))


@pytest.mark.slow
def test_the_calls_of_the_reference_say_all(evidence):
    with mock.patch.object(loop.TargetLoop, "cousin", side_effect=AssertionError("a run")):
        for judged in evidence.table.values():
            judged.recorded(evidence)
            judged.recorded(evidence.elsewhere())
        loop.check_episodes(evidence)
        properties.check_epsilon(evidence)


def test_the_neutral_agents_never_follow(evidence):
    record = evidence.record()
    marks = [made["mark"] for _, made, _ in loop.lessons(record)]
    acted = [step.policy["mark"] for step in record.steps]

    assert all(mark == marks[0] == acted[0] for mark in marks)
    assert acted[-1] != acted[0]
