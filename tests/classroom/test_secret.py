"""A class's own number: drawn once, kept beside the gradebook, part of what a mark depends on."""

import stat
import threading

import pytest

from autograder.classroom.course import CourseError
from autograder.classroom.secret import FILE, secret_of
from autograder.judging import grading, variant

RIGHT = {"phi": "def phi(state, action):\n    return 'juste'"}


def test_it_is_drawn_once_and_readable_by_the_teacher_alone(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = secret_of(tmp_path / "a")
    assert first > 2**32 and secret_of(tmp_path / "a") == first != secret_of(tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "a" / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "zéro", "0", "-3", "9" * 5000, "1.5"])
def test_a_spoilt_file_is_told_in_a_sentence(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=FILE):
        secret_of(tmp_path)


def test_a_file_that_another_grader_is_filling_is_waited_for(tmp_path):
    (tmp_path / FILE).touch()
    filler = threading.Timer(0.1, (tmp_path / FILE).write_text, ["12345\n"])
    filler.start()
    assert secret_of(tmp_path) == 12345


def test_the_hidden_tests_are_those_of_the_class(term, monkeypatch):
    seen, judge = [], grading.grade

    def watched(submission):
        seen.append(variant.secret())
        return judge(submission)

    monkeypatch.setattr(grading, "grade", watched)
    term.hand_in("ada", RIGHT)
    term.grade("ada")
    assert seen == [secret_of(term.folder)]
    assert variant.secret() == 0


@pytest.mark.slow
def test_another_number_has_everything_graded_again(term, judged):
    term.hand_in("ada", RIGHT)
    term.grade("ada")
    term.grade("ada")
    assert len(judged) == 1
    (term.folder / FILE).unlink()
    term.grade("ada")
    assert len(judged) == 2
