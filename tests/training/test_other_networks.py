"""A network with other hidden layers than those asked for costs its own points, and no others."""

import numpy as np
import pytest

from autograder.exercises.deep_q_learning.loop import SHAPES, DeepLoop
from autograder.judging import runner
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.proof.bank import variant
from autograder.training.networks import layers, linear


def agent(sizes, **others):
    network = [np.zeros(shape) for shape in linear(sizes)]
    return {"network_class": "NNModel", "network": network, **others}


@pytest.mark.parametrize("sizes", [(4, 16, 2), (4, 32, 2), (4, 64, 64, 64, 2)])
def test_the_layers_of_a_network_of_the_course_are_known(sizes):
    assert layers(agent(sizes), SHAPES) == linear(sizes)


@pytest.mark.parametrize(
    "value",
    [
        None,
        agent((4, 2)),
        agent((4, 1, 2)),
        agent((4, 16, 32, 2)),
        agent((3, 16, 2)),
        agent((4, 16, 3)),
        agent((4, 10_000, 2)),
        agent((4, 16, 2), network_class="Sequential"),
        agent((4, 16, 2), network=[]),
        agent((4, 16, 2), network="x"),
        agent((4, 16, 2), network=[1.0, None]),
    ],
)
def test_those_of_another_one_are_not(value):
    assert layers(value, SHAPES) is None


NETWORKS = ["NNModel(4, 2, 2)", "NNModel(4, 2, hidden_dim=32)"]


def student_with(network):
    source = variant("deep_q_learning/right/plain").replace("NNModel(4, 2)", network)
    assert network in source
    names = {}
    exec(PARTS + source, names)
    return Student(LocalChannel(names), budget=600)


@pytest.mark.slow
@pytest.mark.parametrize("network", NETWORKS)
def test_what_it_learns_is_computed_again(network):
    loop = DeepLoop(student_with(network))
    loop.check_updates(exact=True)
    assert loop.explained()


@pytest.mark.long
@pytest.mark.parametrize("network", NETWORKS)
def test_other_hidden_layers_are_charged_once(network):
    student = student_with(network)
    verdicts = runner.run([DeepLoop.name], lambda _: student)
    assert [one.test.name for one in verdicts if one.kind != "passed"] == ["test_agent"]


PARTS = """
from solutions.deep_q_learning import *
from solutions.deep_q_learning import (
    NNModel, ReplayBuffer, dqn_loss, epsilon_greedy_policy, get_targets, set_random_seed
)
"""
