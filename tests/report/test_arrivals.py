"""The line of a submission that has just come: its mark, or why it has none."""

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import grading
from autograder.judging.results import TestResult
from autograder.report.terminal import arrival_line


def said(*arguments):
    return arrival_line(*arguments).partition("  ")[2]


def test_a_copy_that_could_not_be_read_has_no_mark():
    result = grading.ungraded(ASSIGNMENTS["q_lineaire"], "q_lineaire.ipynb", ["Cahier abîmé."])
    assert said("zoé", result, "") == "zoé : Cahier abîmé."
    assert said("zoé", result, "Rien ne va.") == "zoé : Rien ne va."


def test_a_mark_stands_before_what_went_wrong():
    result = grading.ungraded(ASSIGNMENTS["q_lineaire"], "q_lineaire.ipynb", [])
    test = TestResult(name="un", passed=False, score=0.0, max_score=2.0)
    result.exercises[0].tests.append(test)
    assert said("ada", result, "") == "ada : 0 / 20"
    assert said("ada", result, "Page impossible.") == "ada : 0 / 20, Page impossible."
    assert said("ada", None, "essais épuisés") == "ada : essais épuisés"
