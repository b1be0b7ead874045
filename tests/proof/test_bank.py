"""The bank is large enough, and a mistake costs points in its own exercise only.

That the hidden tests judge each answer as they should is what `autograder verify` proves.
"""

import json
from dataclasses import dataclass, replace

import pytest

from autograder.catalogue import ASSIGNMENTS, HOME_OF
from autograder.declarations import declaration
from autograder.judging import grading, runner
from autograder.judging.channel import Channel, Reply
from autograder.judging.student import Student
from autograder.proof.bank import announced, family, variant, variants
from autograder.proof.workbench import Workbench

# Each exercise that calls another one of its assignment, after that one.
CALLERS = [
    (called, caller)
    for assignment in ASSIGNMENTS.values()
    for caller in assignment.exercises
    for called in declaration(caller).calls
    if called in assignment.exercises
]


@pytest.fixture(scope="module")
def sessions():
    with Workbench() as opened:
        yield opened


@pytest.fixture(scope="module")
def answered():
    """What was answered, by exercise and request, while the exercise's function was replaced."""
    return {}


@dataclass
class OnceIfReplaced:
    """A channel that asks once what is asked while something stands for the exercise's answer.

    A neutral function or a recorder does: no reply can then depend on what does not run.
    """

    channel: Channel
    exercise: str
    answered: dict[tuple[str, str], Reply]

    def ask(self, request, seconds):
        if self.exercise not in request["stand_ins"] or request["neutral"] is None:
            return self.channel.ask(request, seconds)
        key = self.exercise, json.dumps(request, sort_keys=True)
        if key not in self.answered:
            self.answered[key] = self.channel.ask(request, seconds)
        return replace(self.answered[key])


def failures(sessions, answered, exercise, source, judged):
    """The hidden tests of `judged` that fail when the answer to `exercise` is `source`."""
    channel = OnceIfReplaced(sessions.holding(exercise, source), exercise, answered)
    student = Student(channel, grading.budget(judged))
    verdicts = runner.run([judged], lambda _: student)
    return {verdict.test.name for verdict in verdicts if verdict.kind != "passed"}


FAMILIES = {
    "remarque le correcteur",
    "branche sur les arguments",
    "répond par une table",
    "réemploie ce qui est envoyé",
    "bruit sous une tolérance",
    "refuse la preuve",
}


def test_every_family_of_cheats_is_tried():
    cheats = [source for exercise in HOME_OF for source in variants(exercise, "cheats").values()]
    assert len(cheats) == len(set(cheats)) >= 25
    assert all(source.startswith('"""Triche : ') for source in cheats)
    assert {family(source) for source in cheats} == FAMILIES
    assert all(variants(exercise, "cheats") for exercise in HOME_OF)


@pytest.mark.parametrize("exercise", HOME_OF)
def test_there_are_enough_variants(exercise):
    least = declaration(exercise).bank
    assert len(variants(exercise, "right")) >= least.right
    assert len(variants(exercise, "wrong")) >= least.wrong
    sources = [s for kind in ("right", "wrong") for s in variants(exercise, kind).values()]
    assert len(set(sources)) == len(sources)


@pytest.fixture
def bank(tmp_path, monkeypatch):
    """A bank of one right answer and what is written beside it: `bank(table)`."""
    monkeypatch.setattr("autograder.proof.bank.EXERCISES", tmp_path)
    folders = {kind: tmp_path / "somme" / "bank" / kind for kind in ("right", "wrong", "cheats")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    right, wrong = folders["right"], folders["wrong"]
    (right / "plain.py").write_text('"""Juste."""\n\ndef somme(a, b):\n    return a + b\n')
    (wrong / "file.py").write_text("somme = None\n")

    def write(table, kind="wrong"):
        (folders[kind] / "changes.toml").write_text(table, encoding="utf-8")

    return write


ENTRY = '[{0}]\nbase = "right/plain"\nmistake = "-."\ndiagnosis = "minus"\n'
CHANGE = "[[{0}.change]]\nbefore = '{1}'\nafter = '{2}'\n"


def test_a_variant_is_a_file_or_a_change_of_one(bank):
    bank(ENTRY.format("difference") + CHANGE.format("difference", "a + b", "a - b"))
    changed = '"""Faux : -."""\n# diagnostic : minus\n\ndef somme(a, b):\n    return a - b\n'
    assert variants("somme", "wrong") == {"difference": changed, "file": "somme = None\n"}
    assert variant("somme/wrong/difference") == changed
    assert announced(changed) == {"minus"}


def test_a_cheat_is_a_file_or_a_change_of_one_too(bank):
    entry = '[{0}]\nbase = "right/plain"\ncheat = "deux."\nfamily = "répond par une table"\n'
    table = entry.format("two") + CHANGE.format("two", "a + b", "2")
    bank(table, kind="cheats")
    cheat = (
        '"""Triche : deux."""\n# famille : répond par une table\n\ndef somme(a, b):\n    return 2\n'
    )
    assert variants("somme", "cheats") == {"two": cheat}
    assert family(cheat) == "répond par une table"


@pytest.mark.parametrize(
    ("name", "before"), [("absent", "a * b"), ("twice", "b"), ("file", "a + b")]
)
def test_a_change_that_says_two_things_or_nothing_is_refused(bank, name, before):
    bank(ENTRY.format(name) + CHANGE.format(name, before, "0"))
    with pytest.raises(ValueError, match=name):
        variants("somme", "wrong")


@pytest.mark.long
@pytest.mark.parametrize(("called", "judged"), CALLERS)
def test_a_wrong_function_costs_its_callers_nothing(sessions, answered, called, judged):
    for name, source in variants(called, "wrong").items():
        assert failures(sessions, answered, called, source, judged) == set(), name


@pytest.mark.slow
@pytest.mark.parametrize(("called", "judged"), CALLERS[::3])
def test_one_wrong_function_costs_its_callers_nothing(sessions, answered, called, judged):
    """The same with the first of them, for one caller in three, in `make test`."""
    source = next(iter(variants(called, "wrong").values()))
    assert failures(sessions, answered, called, source, judged) == set()
