"""The journal of a grading: every step, in its order, on a line of its own."""

import json
from datetime import datetime

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading.journal import Journal
from autograder.judging import grading
from autograder.judging.results import StudentResult


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_step_is_a_line_after_those_of_the_time_before(tmp_path):
    path = tmp_path / "journal.jsonl"
    blank = grading.ungraded(ASSIGNMENTS["q_lineaire"], "q_lineaire.ipynb", ["Illisible.\nVoilà."])
    Journal(path).note("begun", students=2)
    Journal(path).result(StudentResult(student="zoé", **blank.model_dump()))
    first, second = lines(path)
    assert (first["step"], first["students"]) == ("begun", 2)
    assert datetime.fromisoformat(first["time"]) <= datetime.fromisoformat(second["time"])
    assert {key: second[key] for key in ("step", "student", "score", "problems")} == {
        "step": "ungraded",
        "student": "zoé",
        "score": 0.0,
        "problems": ["Illisible.\nVoilà."],
    }


def test_a_name_that_is_not_unicode_is_written_all_the_same(tmp_path):
    Journal(tmp_path / "journal").note("begun", student="\udcff")
    assert lines(tmp_path / "journal")[0]["student"] == "?"


def test_without_a_file_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Journal(None).note("begun")
    assert list(tmp_path.iterdir()) == []
