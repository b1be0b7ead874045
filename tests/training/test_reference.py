"""What the reference loop makes of a run, and with which memories."""

import random

import gymnasium as gym
import numpy as np
import pytest

from autograder.student.inside.environments import environments
from autograder.student.inside.recorder import Recorder
from autograder.training.reference import LATE, SEEDS, ArrivalOrder, Late, reference, run
from solutions.set_random_seed import set_random_seed


def test_a_run_is_the_base_call_changed():
    base = {"gamma": 0.9, "seed": 1}
    assert run(base).kwargs == base
    assert run(base, seed=2).kwargs == {"gamma": 0.9, "seed": 2}
    assert run(base) == run(base) != run(base, seed=2)  # runs are kept by what they are
    assert base == {"gamma": 0.9, "seed": 1}


def test_only_a_limit_asks_for_another_environment():
    assert not run({}).env
    assert run({}, limit=7).env == {
        "kind": "changed",
        "max_episode_steps": 7,
        "slope": 0.0,
    }


SHORTEST = 8  # steps of an episode of CartPole, whatever is played


@pytest.mark.parametrize("seed", range(1, 1 + SEEDS))
def test_in_every_class_epsilon_decays_before_a_late_loop_learns(seed):
    """What decays only once the memory holds a batch would otherwise pass in some classes."""
    environment = gym.make("CartPole-v1")
    set_random_seed(environment, seed)
    environment.reset()
    played, ended = 0, False
    while not ended:
        _, _, terminated, truncated, _ = environment.step(environment.action_space.sample())
        played, ended = played + 1, terminated or truncated
    assert played < LATE["batch_size"] < SHORTEST * LATE["n_trajectories"]


def test_a_memory_in_arrival_order_forgets_the_oldest():
    memory = ArrivalOrder(3)
    for i in range(5):
        memory.store(i)
    assert list(memory.data) == [2, 3, 4]
    random.seed(0)
    drawn = [memory.get_batch(2) for _ in range(200)]
    assert all(len(set(batch)) == 2 and set(batch) <= {2, 3, 4} for batch in drawn)
    assert np.unique(drawn).tolist() == [2, 3, 4]


def test_a_late_memory_looks_one_element_shorter_and_draws_from_all():
    memory = ArrivalOrder(3)
    late = Late(memory)
    assert late.data == []
    for i in range(3):
        late.store(i)
    assert late.data == [1, 2]
    random.seed(0)
    assert {i for _ in range(50) for i in late.get_batch(2)} == {0, 1, 2}


def test_the_rewards_of_a_run_are_sloped():
    plain = gym.make("CartPole-v1")
    plain.reset(seed=4)
    steps = [plain.step(i % 2) for i in range(8)]
    wanted = [reward + 0.5 * float(seen[-1]) for seen, reward, *_ in steps]
    with environments(run({}, slope=0.5).env, Recorder(), {}):
        environment = gym.make("CartPole-v1")
        environment.reset(seed=4)
        assert [environment.step(i % 2)[1] for i in range(8)] == wanted
    assert len(set(wanted)) == 8  # those of CartPole are all 1


def test_the_reference_learns_from_the_rewards_of_its_run():
    base = {"n_trajectories": 3, "batch_size": 2, "lr": 0.1, "seed": 3}
    theirs = [reference("batch_linear_q", run(base, slope=s), False, False) for s in (0.0, 0.5)]
    assert np.abs(theirs[0] - theirs[1]).max() > 0.01
