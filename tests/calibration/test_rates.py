"""A right answer is almost never refused by chance: the table of the rates is kept, and true."""

import copy
import subprocess
import sys

import pytest

from autograder.paths import ROOT

sys.path.insert(0, str(ROOT / "calibration"))
import rates
from laws import interval, outside, rate

DATA = rates.read()
TESTS = DATA["tests"]
ACCEPTABLE = 1e-4  # of the markings of a right submission, by any of its tests
TRIALS = range(5000, 5005)  # others than those of the table


@pytest.mark.slow
def test_the_table_is_up_to_date():
    command = [sys.executable, str(ROOT / "calibration" / "rates.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_a_stale_table_is_seen():
    document = rates.DOCUMENT.read_text(encoding="utf-8")
    assert rates.problems(DATA, document.replace("| test | hasard |", "| test |"))
    changed = copy.deepcopy(DATA)
    changed["tests"]["ReplayBuffer.test_random_batches"]["bound"] *= 2
    assert rates.problems(changed, rates.with_table(document, changed))


@pytest.mark.parametrize("name", TESTS)
def test_a_rate_is_measured_on_enough_seeds(name):
    test = TESTS[name]
    assert all(counts["trials"] >= 1000 for counts in test["right"])
    assert all(counts["trials"] >= 20 for found in test["wrong"].values() for counts in found)


@pytest.mark.parametrize("name", rates.MEASURED)
def test_a_right_submission_is_refused_less_than_once_in_a_thousand_markings(name):
    """By what the laws allow; what was measured only has to agree with them."""
    usual = rates.bound(name, DATA)
    assert usual < ACCEPTABLE
    measured = DATA["assignments"][name]
    assert measured["trials"] >= 1000
    assert interval(measured["refused"], measured["trials"])[0] <= usual


@pytest.mark.parametrize("chance", rates.CHANCES, ids=lambda chance: chance.key)
def test_what_was_measured_agrees_with_the_law(chance):
    test = TESTS[chance.key]
    (right,) = test["right"]
    low, _ = interval(right["refused"], right["trials"])
    assert low <= test["bound"] < 1e-4
    assert set(test["wrong"]) == set(chance.wrong)
    for (counts,) in test["wrong"].values():
        assert counts["refused"] / counts["trials"] >= 0.99


@pytest.mark.long
@pytest.mark.parametrize("chance", rates.CHANCES, ids=lambda chance: chance.key)
def test_measuring_anew_gives_the_same(chance):
    assert not any(rates.refused(chance.key, None, trial) for trial in TRIALS)
    for wrong in chance.wrong:
        assert all(rates.refused(chance.key, wrong, trial) for trial in TRIALS)


@pytest.mark.long
@pytest.mark.parametrize("name", rates.MEASURED)
def test_the_references_pass_whatever_they_draw(name):
    assert not any(rates.any_refused(name, trial) for trial in TRIALS)


def test_the_laws():
    assert interval(0, 1000) == pytest.approx((0, 1 - 0.025**0.001))
    assert interval(47, 60) == pytest.approx((0.658044, 0.879284), abs=1e-6)
    assert outside(1, 2, 3, 0.5) == pytest.approx(0.25)
    assert outside(0, 3, 3, 0.5) == 0


def test_a_rate_is_shown_with_its_interval():
    assert rate(0, 1000) == "0/1000 = 0 % [0 ; 0,37]"
    assert rate(31, 200) == "31/200 = 16 % [11 ; 21]"
    assert rate(20, 20) == "20/20 = 100 % [83 ; 100]"
