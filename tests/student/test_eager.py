"""Torch trains the same without its compiler, and a notebook that asks for it has it."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

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
WITHOUT = "from autograder.student.inside.eager import put_compiler_off\nput_compiler_off()\n"
LOADED = "print('torch._inductor' in sys.modules)\n"
ASKED = "import torch._dynamo.config\nprint(torch._dynamo.config.suppress_errors)\n"


def printed(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_training_gives_the_same_network_and_loads_no_compiler():
    usual, without = printed(TRAINING + LOADED), printed(WITHOUT + TRAINING + LOADED)
    assert without[0] == usual[0]
    assert (usual[1], without[1]) == ("True", "False")


def test_a_notebook_that_asks_for_the_compiler_has_the_real_one():
    code = WITHOUT + TRAINING + ASKED + "print(torch.compile(lambda x: x + 1, backend='eager')(1))"
    assert printed(code)[1:] == ["False", "2"]
