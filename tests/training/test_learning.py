"""What the weights of a training function do is what its updates explain, and nothing else."""

import importlib

import numpy as np
import pytest

from autograder.exercises.deep_q_learning.loop import DeepLoop, displacements
from autograder.judging.assertions import CheckError
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.proof.bank import variant

pytestmark = pytest.mark.slow

LAST = "    return agent"
# Every call is right; the agent that comes back is not the one that has learnt.
INSTEAD = {
    "noise": "start = [one + 2e-3 * torch.randn_like(one) for one in before]",
    "as far as it should, elsewhere": (
        "start = [b + (a - b).abs() * torch.randn_like(b).sign()"
        " for a, b in zip(network.parameters(), before)]"
    ),
    "nothing": "start = before",
}
KEPT = "before = [one.detach().clone() for one in network.parameters()]"
RETURNED = f"""    with torch.no_grad():
        {{}}
        for one, other in zip(network.parameters(), start):
            one.copy_(other)
{LAST}"""


def loop_of(source):
    names = dict(vars(importlib.import_module("solutions.deep_q_learning")))
    exec(source, names)
    return DeepLoop(Student(LocalChannel(names), 600))


@pytest.fixture
def plain():
    return variant("deep_q_learning/right/plain")


def test_the_updates_explain_how_far_the_weights_of_a_right_answer_go(plain):
    loop = loop_of(plain)
    loop.judge("updates")
    seen, explained = displacements(loop)
    assert np.linalg.norm(seen - explained) < 1e-3 * np.linalg.norm(explained)


@pytest.mark.parametrize("way", INSTEAD)
def test_weights_that_moved_otherwise_have_not_learnt(way, plain):
    made = plain.replace("    buffer = Replay", f"    {KEPT}\n    buffer = Replay")
    loop = loop_of(made.replace(LAST, RETURNED.format(INSTEAD[way])))
    assert loop.record().of("update")
    with pytest.raises(CheckError):
        loop.judge("updates")
