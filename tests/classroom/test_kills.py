"""What is killed at random moments is taken up; calibration/kills.py does it twenty times each."""

import random
import sys

import pytest

from autograder.paths import ROOT

sys.path.insert(0, str(ROOT / "calibration"))
import kills

pytestmark = pytest.mark.long

KILLS = {"grader": 5, "worker": 3, "scheduler": 3}


@pytest.mark.parametrize(("kind", "count"), KILLS.items(), ids=KILLS)
def test_a_kill_costs_no_mark_and_leaves_nothing(kind, count):
    if kind == "scheduler":
        pytest.importorskip("distributed")
    seed = random.randrange(10**6)
    print("graine :", seed)  # shown when it fails
    with kills.a_course() as course:
        assert len(list(kills.KINDS[kind](course, count, random.Random(seed)))) == count
