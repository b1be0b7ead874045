"""What the reference loop makes of a run, and with which memories."""

import random

import numpy as np

from autograder.training.reference import ArrivalOrder, Late, run


def test_a_run_is_the_base_call_changed():
    base = {"gamma": 0.9, "seed": 1}
    assert run(base).kwargs == base
    assert run(base, seed=2).kwargs == {"gamma": 0.9, "seed": 2}
    assert run(base) == run(base) != run(base, seed=2)  # runs are kept by what they are
    assert base == {"gamma": 0.9, "seed": 1}


def test_only_a_limit_asks_for_another_environment():
    assert not run({}).env
    assert run({}, limit=7).env == {"kind": "time_limit", "max_episode_steps": 7}


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
