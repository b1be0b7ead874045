"""Two gradings of a class: what moved is said, and nothing else."""

import json

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.judging.results import ExerciseResult, StudentResult, TestResult
from autograder.report.comparison import Change, compare, comparison_report
from autograder.report.console import FrenchConsole
from autograder.typography import unbreakable


def result(student, passes, status="partial", points=1.0):
    tests = [
        TestResult(name=name, passed=p, score=points * p, max_score=points)
        for name, p in passes.items()
    ]
    score = sum(test.score for test in tests)
    exercise = ExerciseResult(
        id="phi", score=score, max_score=3.0, status=status, tests=tests, seconds=1.0
    )
    return StudentResult(
        student=student,
        assignment="q_lineaire",
        notebook="q_lineaire.ipynb",
        score=score,
        max_score=3.0,
        sandbox="bwrap",
        seconds=2.0,
        problems=[],
        exercises=[exercise],
    )


def test_the_same_marks_in_other_seconds_are_no_change():
    before, after = result("a", {"un": True}), result("a", {"un": True})
    after.seconds = 9.0
    assert compare([before], [after]) == []


def test_a_moved_mark_says_which_test_moved_it():
    before = result("a", {"un": True, "deux": False, "vieux": True})
    after = result("a", {"un": False, "deux": True, "neuf": True, "autre": True}, "failed")
    (change,) = compare([before], [after])
    assert (change.student, change.exercise, change.before, change.after) == ("a", "phi", 2.0, 3.0)
    assert change.reasons == (
        "état : en partie réussi → à revoir",
        "échoué à présent : un",
        "réussi à présent : deux",
        "test retiré : vieux",
        "test ajouté, réussi : neuf",
        "test ajouté, réussi : autre",
    )


def test_other_points_are_a_reason():
    (change,) = compare([result("a", {"un": True})], [result("a", {"un": True}, points=0.5)])
    assert change.reasons == ("barème 1 → 0,5 : un",)


def test_who_stands_in_one_grading_only_is_named():
    one, other = result("a", {"un": True}), result("b", {"un": True})
    assert compare([one], [other]) == [
        Change("a", "toute la copie", 1.0, None, ("absent du second relevé",)),
        Change("b", "toute la copie", None, 1.0, ("absent du premier relevé",)),
    ]


def test_an_exercise_that_came_between_is_said_to_be_new():
    before, after = result("a", {"un": True}), result("a", {"un": True})
    after.exercises.append(after.exercises[0].model_copy(update={"id": "linear_fa"}))
    assert compare([before], [after]) == [
        Change("a", "linear_fa", None, 1.0, ("exercice ajouté",)),
    ]


@pytest.fixture
def write(tmp_path):
    def write(name, results):
        path = tmp_path / name
        path.write_text(json.dumps([one.model_dump() for one in results]), encoding="utf-8")
        return str(path)

    return write


def test_the_command_tells_what_moved(write):
    before = write("avant.json", [result("zoé", {"[b]un": True}), result("b", {"un": True})])
    after = write("après.json", [result("zoé", {"[b]un": False}), result("b", {"un": True})])
    done = CliRunner().invoke(app, ["compare", before, after])
    assert done.exit_code == 0
    assert "1 copie sur 2" in done.stdout
    assert "[b]un" in done.stdout
    assert unbreakable("zoé, phi : 1 → 0") in done.stdout
    done = CliRunner().invoke(app, ["compare", before, before])
    assert "Aucune note n'a changé (2 copies comparées)." in done.stdout


def test_no_name_is_cut_in_a_narrow_terminal():
    change = Change("marie-antoinette.dubois", "epsilon_greedy_policy", 1.0, 2.0, ("raison " * 20,))
    console = FrenchConsole(width=40)
    with console.capture() as shown:
        console.print(comparison_report([change], 1))
    assert "marie-antoinette.dubois" in shown.get() and "epsilon_greedy_policy" in shown.get()
    assert shown.get().count("\n  raison") > 1


def test_another_file_is_refused_with_a_sentence(tmp_path, write):
    from autograder.errors import UsageError
    from autograder.judging.results import read_class

    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="grade --json"):
        read_class(tmp_path / "x.json")
