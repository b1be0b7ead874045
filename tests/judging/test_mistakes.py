"""The library of mistakes is written as it should be, and refuses to load otherwise."""

import json
import pickle
import re

import pytest

from autograder.declarations import Loop
from autograder.judging import mistakes
from autograder.judging.diagnosis import LIBRARY
from autograder.judging.mistakes import COMMON, LibraryError, Mistake, load, read
from autograder.judging.results import ExerciseResult
from autograder.paths import ROOT
from autograder.training.mistakes import MISTAKES as OF_A_LOOP

WRITTEN = """
[mask_missing]
name = "le masque manque"
explanation = "La suite compte partout."
hint = "multipliez."

[ascent]
name = "le gradient est monté"
explanation = "L'erreur augmente."
hint = "changez de signe."
"""
CODE = """
MASKS = ((None, 1), (MISTAKES.mask_missing, 0))

def diagnose(student):
    yield MISTAKES.ascent
"""


NAMED = """
[fixed_gamma]
name = "gamma est ignoré"
explanation = "$targets reçoit une constante."
hint = "donnez gamma à $targets."
"""


@pytest.fixture
def exercise(tmp_path):
    """Writes an exercise's two files and loads its mistakes."""

    def write(written=WRITTEN, code=CODE, *shared, **options):
        (tmp_path / "mistakes.toml").write_text(written, encoding="utf-8")
        (tmp_path / "mistakes.py").write_text(code, encoding="utf-8")
        return load(str(tmp_path / "mistakes.py"), *shared, **options)

    return write


def test_a_mistake_has_its_prose(exercise):
    found = exercise()
    assert found.ascent == found["ascent"] and [mistake.id for mistake in found] == [
        "mask_missing",
        "ascent",
    ]
    assert found.mask_missing == Mistake(
        id="mask_missing",
        name="le masque manque",
        explanation="La suite compte partout.",
        hint="multipliez.",
    )


@pytest.mark.parametrize(
    "code",
    [
        CODE.replace("mask_missing", "mask_lost") + "    yield MISTAKES.mask_missing\n",
        CODE + "    if student.never:\n        yield MISTAKES.mask_lost\n",
    ],
    ids=["in a table", "in a branch that never runs"],
)
def test_a_mistake_that_is_not_written_is_refused(exercise, code):
    with pytest.raises(LibraryError, match=r"pas écrites : mask_lost\."):
        exercise(WRITTEN, code)


def test_a_mistake_that_is_never_named_is_refused(exercise):
    code = CODE.replace("MISTAKES.ascent", "'ascent'")
    with pytest.raises(LibraryError, match=r"jamais nommées par le code : ascent\."):
        exercise(WRITTEN, code)
    assert exercise(WRITTEN, code, lent=["ascent"]).ascent.hint == "changez de signe."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('hint = "multipliez."\n', ""),
        ("hint = ", "hints = "),
        ('"multipliez."', '""'),
        ('"multipliez."', "3"),
        ('"multipliez."', '"multipliez.'),
        ("[ascent]", "[mask_missing]"),
        ("[ascent]", "[Ascent]"),
        ("[ascent]", '["__dict__"]'),
        ("[ascent]", "[mask_missing.ascent]"),
    ],
)
def test_a_file_that_is_not_written_as_it_should_be_is_refused(exercise, old, new):
    assert old in WRITTEN
    with pytest.raises(LibraryError, match=r"Méprises illisibles dans .*mistakes\.toml"):
        exercise(WRITTEN.replace(old, new))


def test_an_identifier_stands_in_one_place(exercise):
    written = WRITTEN.replace("[ascent]", "[missing_return]")
    code = CODE.replace("MISTAKES.ascent", "MISTAKES.missing_return")
    with pytest.raises(LibraryError, match=r"pour d'autres exercices : missing_return\."):
        exercise(written, code, COMMON)


def test_a_shared_mistake_is_named_as_an_own_one(exercise):
    found = exercise(WRITTEN, CODE + "    yield MISTAKES.missing_return\n", COMMON)
    assert found.missing_return is COMMON.missing_return


def test_the_loader_reads_what_is_written_in_the_code():
    """No exercise names a mistake in a way that the loader does not see."""
    for path in (ROOT / "autograder").rglob("*mistakes.py"):
        source = path.read_text(encoding="utf-8")
        if path == ROOT / "autograder/judging/mistakes.py":
            continue
        named = mistakes._named(source)
        assert set(re.findall(r"(?<![.\w])MISTAKES\.(\w+)", source)) == named
        assert not re.search(r"MISTAKES\[|getattr\(MISTAKES|\bMistake\(", source)


def test_what_is_shared_is_named_by_an_exercise_or_by_the_rules_of_all():
    exercises = (ROOT / "autograder" / "exercises").glob("*/mistakes.py")
    loops = (ROOT / "autograder" / "training").glob("*mistakes.py")
    named = {
        n
        for path in (*loops, *exercises)
        for n in mistakes._named(path.read_text(encoding="utf-8"))
    }
    rules = (ROOT / "autograder" / "judging" / "rules.py").read_text(encoding="utf-8")
    named |= set(re.findall(r"\bCOMMON\.(\w+)", rules))
    assert {mistake.id for mistake in (*COMMON, *OF_A_LOOP)} <= named


@pytest.mark.parametrize("exercise", LIBRARY)
def test_the_prose_is_of_one_form(exercise):
    for mistake in LIBRARY[exercise]:
        assert mistake.name[0].islower() and mistake.name[-1] != "."
        assert mistake.explanation[-1] == mistake.hint[-1] == "."
        assert "  " not in mistake.explanation + mistake.hint
        assert "\n" not in mistake.name + mistake.explanation + mistake.hint


# --- results --------------------------------------------------------------------------------------


def result(*diagnosis):
    return ExerciseResult(
        id="get_targets",
        score=0,
        max_score=3,
        status="failed",
        tests=[],
        diagnosis=diagnosis,
        seconds=0,
    )


def test_json_holds_identifiers_and_comes_back_as_mistakes():
    wanted = LIBRARY["get_targets"]
    text = result(wanted.mask_missing, wanted.missing_return).model_dump_json()
    assert json.loads(text)["diagnosis"] == ["mask_missing", "missing_return"]
    again = ExerciseResult.model_validate_json(text)
    assert again.diagnosis == [wanted.mask_missing, wanted.missing_return]
    assert again.model_dump_json() == text


def test_a_diagnosis_crosses_to_another_process_of_the_grader():
    wanted = result(LIBRARY["get_targets"].mask_missing)
    assert pickle.loads(pickle.dumps(wanted)) == wanted


def test_an_identifier_that_the_library_has_lost_is_kept_and_says_so():
    text = result().model_dump_json().replace('"diagnosis":[]', '"diagnosis":["an_old_one"]')
    again = ExerciseResult.model_validate_json(text)
    assert [mistake.name for mistake in again.diagnosis] == ["an_old_one"]
    assert "autre version" in again.diagnosis[0].explanation
    assert again.model_dump_json() == text


def test_every_file_of_mistakes_is_read():
    files = sorted((ROOT / "autograder").rglob("mistakes.toml"))
    known = {mistake.id for found in LIBRARY.values() for mistake in found}
    homes = {path.parent.name for path in files}
    assert {"judging", "training"} < homes and homes - {"judging", "training"} <= set(LIBRARY)
    assert all({mistake.id for mistake in read(path)} <= known for path in files)


def test_a_mistake_is_told_with_the_names_of_what_its_exercise_calls(exercise):
    found = exercise(NAMED, "MISTAKES.fixed_gamma").naming({"targets": "format_batch"})
    assert found.fixed_gamma == Mistake(
        id="fixed_gamma",
        name="gamma est ignoré",
        explanation="format_batch reçoit une constante.",
        hint="donnez gamma à format_batch.",
    )


@pytest.mark.parametrize(
    ("loop", "names"),
    [
        ("batch_linear_q", ("epsilon_greedy_policy", "get_targets", "ReplayBuffer")),
        ("train_dqn", ("DQN.get_action", "format_batch", "ReplayBuffer")),
    ],
)
def test_what_any_loop_may_get_wrong_names_the_parts_of_this_one(loop, names):
    policy, targets, memory = names
    found = LIBRARY[loop]
    assert policy in found.greedy_only.hint
    assert targets in found.targets_of_current_states.explanation
    assert memory in found.fixed_buffer_size.hint


def test_a_part_that_is_no_exercise_has_words_all_the_same():
    environment = {"id": "CartPole-v1", "observations": 4, "actions": 2}
    names = Loop(environment=environment, targets="get_targets").names
    assert names["targets"] == "get_targets"
    assert names["policy"] == "votre politique"


def test_no_name_is_left_to_fill_in():
    prose = [
        text for found in LIBRARY.values() for one in found for text in one.model_dump().values()
    ]
    assert prose
    assert not [text for text in prose if "$" in text]
