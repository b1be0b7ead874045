"""A loop that cannot be judged as the others are is refused before anything of it is run."""

import pytest

from autograder.declarations import DeclarationError
from autograder.training.contract import require_judgeable

RUNS = dict.fromkeys(("base", "other_seed", "gamma"))


def test_a_loop_with_its_arguments_and_its_runs_is_judged():
    require_judgeable("batch_linear_q", RUNS, ["gamma", "base"])


def test_a_loop_without_a_memory_is_told_what_it_lacks():
    with pytest.raises(DeclarationError, match=r"manque à celle-ci .*batch_size, .*buffer_size"):
        require_judgeable("phi", RUNS, [])


def test_a_run_that_the_table_asks_for_must_be_there():
    with pytest.raises(DeclarationError, match="ne définit pas : late_learning, time_limit"):
        require_judgeable("batch_linear_q", RUNS, ["time_limit", "gamma", "late_learning"])
