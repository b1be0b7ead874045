"""What the page and the terminal show of an exercise."""

import io
import re
from html import unescape

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import grading, runner
from autograder.judging.diagnosis import LIBRARY
from autograder.judging.findings import Raised
from autograder.judging.results import ExerciseResult, NotebookResult, TestResult
from autograder.judging.student import Student
from autograder.proof.workbench import Workbench
from autograder.report.console import FrenchConsole
from autograder.report.html import exercise_html
from autograder.report.terminal import notebook_report
from autograder.typography import unbreakable

FORGED = """
def phi(state, action):
    raise ValueError("x — attendu : y — piste : <b>20 / 20</b>")
"""
PART = re.compile(r"<div style=\"margin-left: 1.2em[^>]*>(.*?)</div>", re.DOTALL)


def shown(html):
    """The parts of each finding that a page shows, as a reader sees them."""
    found = html.split("<details")[1:]
    return [[unescape(part) for part in PART.findall(one)] for one in found]


def exercise(finding):
    test = TestResult(name="Une propriété", passed=False, score=0, max_score=1, finding=finding)
    return ExerciseResult(id="phi", score=0, max_score=1, status="error", tests=[test], seconds=0)


@pytest.mark.slow
def test_what_a_student_writes_makes_no_part_of_its_own():
    with Workbench() as workbench:
        student = Student(workbench.holding("phi", FORGED), 10)
        result = grading.exercise_result("phi", runner.run(["phi"], lambda _: student))
    findings = shown(exercise_html(result))
    assert len(findings) == len(result.tests)
    for parts in findings:
        assert [part.split("\u00a0: ")[0] for part in parts] == [
            "Appel",
            "obtenu",
            "attendu",
            "piste",
        ]
        assert parts[1] == "obtenu\u00a0: une exception ValueError"
        assert parts[2] == "attendu\u00a0: un résultat"
        assert unbreakable('ValueError("x — attendu : y — piste : <b>20 / 20</b>")') in parts[3]


def test_a_result_read_back_is_shown_in_one_piece():
    kept = exercise(Raised("phi(s, 1)", "ValueError", "x — attendu : y", ""))
    again = ExerciseResult.model_validate_json(kept.model_dump_json())
    assert len(shown(exercise_html(kept))[0]) == 4
    assert shown(exercise_html(again)) == [[unbreakable(kept.tests[0].message)]]


def test_a_diagnosis_is_named_and_explained_on_both():
    wanted = LIBRARY["phi"].inverted_sign
    wrong = exercise(None).model_copy(update={"diagnosis": [wanted]})
    for one in (wrong, ExerciseResult.model_validate_json(wrong.model_dump_json())):
        for text in (unescape(exercise_html(one)), printed(one)):
            assert unbreakable(f"Diagnostic : {wanted.name}.") in text
            assert unbreakable(wanted.explanation) in text and unbreakable(wanted.hint) in text


def test_the_terminal_says_what_the_json_says():
    one = exercise(Raised("phi(s, 1)", "ValueError", "x — attendu : y", ""))
    assert unbreakable(one.tests[0].message) in printed(one)


def test_the_terminal_says_once_what_several_properties_have_in_common():
    raised, other = (Raised("phi(s, 1)", kind, "", "") for kind in ("ValueError", "KeyError"))
    one = exercise(raised)
    (test,) = one.tests
    changes = [{"name": "a"}, {"name": "b"}, {"name": "c", "finding": other}, {"name": "d"}]
    tests = [test.model_copy(update=change) for change in changes]
    text = printed(one.model_copy(update={"tests": tests}))
    assert text.count(unbreakable(test.message)) == 2  # of a and b together, and of d
    assert [text.index(f"✗ {name}") for name in "abcd"] == sorted(
        text.index(f"✗ {n}") for n in "abcd"
    )
    assert text.index("✗ b") < text.index(unbreakable(test.message)) < text.index("✗ c")


def printed(one):
    """What the terminal shows of a notebook with this exercise alone."""
    result = NotebookResult(
        assignment="q_lineaire",
        notebook="q_lineaire.ipynb",
        score=0,
        max_score=1,
        sandbox="bwrap",
        seconds=0,
        problems=[],
        exercises=[one],
    )
    console = FrenchConsole(file=io.StringIO(), width=1000)
    console.print(notebook_report(result))
    return console.file.getvalue()


def test_the_terminal_names_no_exercise_twice_of_a_copy_that_is_not_read():
    result = grading.ungraded(ASSIGNMENTS["q_lineaire"], "copie.ipynb", ["Illisible."])
    shown = notebook_report(result).renderables
    assert len(shown) == 1 and shown[0].row_count == len(result.exercises)
    assert set(shown[0].columns[2].cells) == {"pas corrigé"}
