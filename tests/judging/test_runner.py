"""What a hidden test that fails by itself tells whoever wrote it."""

import pytest

from autograder.judging import runner
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student

HEAD = """
from autograder.declarations import DeclarationError
from autograder.judging.assertions import points


@points(1)
def test_one(student):
    \"\"\"Une propriété.\"\"\"
"""
TWIN = "test_two = test_one\n"


@pytest.fixture
def judged(tmp_path, monkeypatch):
    """The verdicts of a hidden test, by its body, on a phi that returns nothing."""
    monkeypatch.setattr(runner, "EXERCISES", tmp_path)

    def judge(exercise, body):
        (tmp_path / exercise).mkdir()
        path = tmp_path / exercise / "test_hidden.py"
        path.write_text(f"{HEAD}    {body}\n\n\n{TWIN}", encoding="utf-8")
        student = Student(LocalChannel({"phi": lambda: None}), 60)
        return runner.run([exercise], lambda _: student)

    return judge


def test_an_interrupted_test_is_told_from_its_own_line_on(judged, caplog):
    verdict, _ = judged("interrompu", "assert student.call('phi')[1]")
    assert verdict.kind == "failed"
    assert "student.call('phi')[1]" in caplog.text and "TypeError" in caplog.text
    assert "pluggy" not in caplog.text


def test_what_an_exercise_lacks_is_told_in_its_sentence_alone(judged):
    with pytest.raises(runner.HiddenTestsError) as told:
        judged("sans_argument", "raise DeclarationError('phi : il manque gamma.')")
    assert str(told.value) == "Tests cachés inutilisables.\nphi : il manque gamma."
