"""What the weights of a training function do is what its updates explain, and nothing else."""

import contextlib
import importlib
import operator
from unittest import mock

import numpy as np
import pytest
import torch

from autograder.exercises.deep_q_learning.loop import DeepLoop
from autograder.exercises.train_dqn.loop import TargetLoop
from autograder.judging.assertions import CheckError
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.proof.bank import variant
from autograder.training import properties
from autograder.training.mistakes import fails
from autograder.training.networks import optimizer_of

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


LOOPS = {"deep_q_learning": DeepLoop, "train_dqn": TargetLoop}


def loop_of(exercise, source):
    names = dict(vars(importlib.import_module(f"solutions.{exercise}")))
    exec(source, names)
    return LOOPS[exercise](Student(LocalChannel(names), 600))


@pytest.mark.parametrize("exercise", LOOPS)
def test_the_updates_explain_how_far_the_weights_of_a_right_answer_go(exercise):
    loop = loop_of(exercise, variant(f"{exercise}/right/plain"))
    loop.judge("updates")
    seen, explained = loop.displacements()
    assert np.linalg.norm(seen - explained) < 1e-3 * np.linalg.norm(explained)


@pytest.mark.parametrize("exercise", LOOPS)
@pytest.mark.parametrize("way", INSTEAD)
def test_weights_that_moved_otherwise_have_not_learnt(way, exercise):
    plain = variant(f"{exercise}/right/plain")
    made = plain.replace("    buffer = Replay", f"    {KEPT}\n    buffer = Replay")
    loop = loop_of(exercise, made.replace(LAST, RETURNED.format(INSTEAD[way])))
    assert loop.record().of("update")
    with pytest.raises(CheckError):
        loop.judge("updates")


@pytest.mark.parametrize("exercise", LOOPS)
def test_what_is_no_more_learnt_after_some_trajectories_is_seen(exercise):
    right = variant(f"{exercise}/right/plain")
    half = loop_of(exercise, right).many_trajectories // 2
    few = right.replace(
        "len(buffer.data) >= batch_size", f"len(buffer.data) >= batch_size and played <= {half}"
    )
    few = few.replace("s, _ = env", "played += 1; s, _ = env").replace(
        "= 1.0\n", "= 1.0; played = 0\n"
    )
    with pytest.raises(CheckError, match="jusqu'à la fin"):
        loop_of(exercise, few).judge("updates")


def lost(loop):
    """The names of the properties that a loop lacks."""
    return [name for name in loop.table if fails(operator.methodcaller("judge", name), loop)]


def test_an_agent_that_follows_its_target_loses_its_soft_updates_alone():
    loop = loop_of("train_dqn", variant("train_dqn/wrong/online_updated"))
    assert lost(loop) == ["soft_updates"]


@pytest.mark.parametrize("often", ["thousand_steps", "hundred_updates", "ten_episodes"])
def test_a_target_copied_now_and_then_is_seen(often):
    loop = loop_of("train_dqn", variant(f"train_dqn/wrong/copied_every_{often}"))
    assert lost(loop) == ["still_target"]


@pytest.mark.parametrize("exercise", LOOPS)
def test_no_call_of_a_loop_has_a_rate_that_nobody_would_give(exercise):
    loop = loop_of(exercise, variant(f"{exercise}/right/plain"))
    with mock.patch.object(loop.student, "train", wraps=loop.student.train) as calls:
        for name in loop.table:
            loop.judge(name)
        with contextlib.suppress(CheckError):  # the policy is a neutral one
            properties.check_replayed_policy(loop)
    asked = [call.args[1] for call in calls.call_args_list]
    assert len(asked) >= 5
    for name in ("lr", "epsilon_decay", "epsilon_min"):
        assert all(0 < given.get(name, 0.5) < 1 for given in asked)


@pytest.mark.parametrize("rate", ["x", None, -1.0, float("nan"), 10**400])
def test_an_optimizer_of_any_description_is_one_that_can_be_made(rate):
    described = {"optimizer": ["Adam"], "lr": rate, "weight_decay": rate}
    made = optimizer_of(described, torch.nn.Linear(1, 1).parameters())
    assert made.param_groups[0]["lr"] == made.param_groups[0]["weight_decay"] == 0.0


def test_a_memory_of_each_trajectory_costs_its_own_points_only():
    """It may never hold a batch of the usual size: nothing is learnt then, and no one pretends."""
    loop = loop_of("train_dqn", variant("train_dqn/wrong/memory_per_trajectory"))
    assert loop.record().restarts
    assert not loop._differs_usually()
    assert lost(loop) == ["first_update", "interval"]
