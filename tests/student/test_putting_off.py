"""Modules that are put off: training goes on without them, and who asks for one gets it."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PUT_OFF = "from autograder.student.inside.putting_off import put_off\nput_off()\n"
TRAINING = """
import sys, torch
torch.manual_seed(0)
network = torch.nn.Linear(4, 2)
for kind in (torch.optim.Adam, torch.optim.SGD):
    optimizer = kind(network.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        network(torch.ones(3, 4)).pow(2).sum().backward()
        optimizer.step()
print([parameter.tolist() for parameter in network.parameters()])
"""
LOADED = """
import poutyne
heavy = ("torch._inductor", "scipy.stats")
print([name for name in heavy if name in sys.modules])
"""
ASKED = """
import torch._dynamo.config
print(torch._dynamo.config.suppress_errors)
print(torch.compile(lambda x: x + 1, backend="eager")(1))
"""
OTHERS = """
import sys
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib import pyplot
print(len(plt.plot([1, 2], [3, 4])), pyplot.gcf() is plt.gcf())
from scipy import signal
from scipy.signal import *
from scipy.signal.windows import hann
print(lfilter is signal.lfilter, signal.lfilter([1.0], [1.0], [2.0]).tolist())
print(sys.modules["scipy.signal"].__file__ is not None)
"""
GRADER = """
import sys
from solutions import dqn_loss
from autograder.judging import runner
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
found = runner.run(["dqn_loss"], lambda _: Student(LocalChannel(dict(vars(dqn_loss))), 60.0))
import torch
torch.optim.Adam(torch.nn.Linear(1, 1).parameters())
print({one.kind for one in found})
"""


def printed(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.long
def test_training_gives_the_same_network_and_loads_none_of_them():
    usual, without = printed(TRAINING), printed(PUT_OFF + TRAINING + LOADED)
    assert without == [*usual, "[]"]


def test_a_notebook_that_asks_for_the_compiler_has_the_real_one():
    assert printed(PUT_OFF + TRAINING + ASKED)[1:] == ["False", "2"]


def test_a_notebook_that_draws_or_filters_has_the_real_ones():
    assert printed(PUT_OFF + OTHERS) == ["1 True", "True [2.0]", "True"]


def test_the_grader_of_a_network_does_without_them_too():
    assert printed(GRADER + LOADED) == ["{'passed'}", "[]"]
