"""A finding is data for the grader, and one French sentence for people and for JSON."""

import ast
import json

import pytest
from pydantic import ValidationError

from autograder.judging import messages
from autograder.judging.findings import Failed, NoAnswer, Raised, Undecided, Worded
from autograder.judging.results import TestResult
from autograder.paths import ROOT

SENTENCES = {
    Failed("f(1)", "2", "3", "comptez."): "Appel : f(1) — obtenu : 2 — attendu : 3"
    " — piste : comptez.",
    Raised("f(1)", "ZeroDivisionError", "division by zero", "f = 1 / 0"): "Appel : f(1)"
    " — obtenu : une exception ZeroDivisionError « division by zero » — attendu : un résultat"
    " — piste : regardez la ligne « f = 1 / 0 »",
    Raised("f(1)", "KeyError", "", ""): "Appel : f(1) — obtenu : une exception KeyError"
    " — attendu : un résultat — piste : relisez les formes et les types",
    Raised("f(1)", "MissingError", "f", ""): "Appel : f(1) — obtenu : f n'est pas définie"
    " — attendu : un résultat — piste : définissez-la sous ce nom exact",
    Raised("f(1)", "StubError", "À vous", "raise"): "Appel : f(1)"
    " — obtenu : la fonction n'est pas encore écrite — attendu : un résultat"
    " — piste : remplacez l'ébauche par votre code",
    NoAnswer("f(1)", "timeout"): "Appel : f(1) — obtenu : aucune réponse dans le temps alloué"
    " — attendu : un résultat — piste : cherchez une boucle sans fin, un calcul démesuré ou un"
    " appel qui arrête Python",
    Undecided(): "Ce test n'a pas pu conclure : la valeur reçue n'a pas la forme attendue."
    " Comparez-la à celle de l'exemple du cahier.",
}
HOSTILE = Raised("f(1)", "ValueError", "x — attendu : y — piste : z", "g() — obtenu : 20")


@pytest.mark.parametrize(("finding", "sentence"), SENTENCES.items())
def test_each_finding_has_its_sentence(finding, sentence):
    assert messages.sentence(finding) == sentence


def test_the_parts_of_a_finding_are_those_of_the_grader():
    call, obtained, expected, hint = messages.parts(HOSTILE)
    assert call == "Appel : f(1)"
    assert obtained == "obtenu : une exception ValueError"
    assert expected == "attendu : un résultat"
    assert hint == "piste : regardez la ligne « g() — obtenu : 20 »"


def test_no_part_orders_a_terminal_about():
    finding = Failed("f(\x1b[2J)", "\x07", "\u202eattendu", "a\nb")
    assert not any(ord(c) < 32 or c == "\u202e" for part in messages.parts(finding) for c in part)


LONG = "0.25, " * 2_000_000
LONGEST = [
    Failed(LONG, LONG, LONG, LONG),
    Raised(LONG, LONG, LONG, LONG),
    NoAnswer(LONG, "timeout"),
    Worded(LONG),
]


@pytest.mark.parametrize("finding", LONGEST, ids=lambda finding: type(finding).__name__)
def test_a_message_is_short_whatever_it_quotes(finding):
    assert len(messages.sentence(finding)) <= 600
    assert len(messages.sentence(LONGEST[1])) <= 400


QUOTED = [
    ("NameError", "name 'nump' is not defined. Did you mean: 'numpy'?", "x = nump.sum()"),
    ("ValueError", "operands could not be broadcast together with shapes (3,4) (3,) ", "a + b"),
    ("ValueError", "shapes (4,) and (3,) not aligned: 4 (dim 0) != 3 (dim 0)", "a @ b"),
    ("TypeError", "'NoneType' object is not subscriptable", "phi(s)[0]"),
    ("IndexError", "index 2 is out of bounds for axis 0 with size 2", "q[2]"),
    ("AttributeError", "module 'numpy' has no attribute 'sums'", "np.sums(q)"),
]


@pytest.mark.parametrize(("kind", "text", "line"), QUOTED)
def test_the_words_of_python_itself_are_quoted(kind, text, line):
    obtained = messages.parts(Raised("f(1)", kind, text, line))[1]
    assert obtained == f"obtenu : une exception {kind} « {text.split('. Did')[0]} »"


LEAKS = [
    ("ValueError", "0.304717 -1.039984 0.750451 0.940564"),
    ("NameError", "name 'x0304717' is not defined"),
    ("TypeError", "'E0304717' object is not callable"),
    ("ValueError", "shapes (304717,) and (1039984,) not aligned: 4 (dim 0) != 3 (dim 0)"),
    ("ValueError", "division by zero 0.304717"),
    ("E0304717", ""),
    ("MissingError_0304717", "0304717"),
]


@pytest.mark.parametrize(("kind", "text"), LEAKS)
def test_the_hidden_inputs_do_not_leave_in_an_exception(kind, text):
    sentence = messages.sentence(Raised("f(1)", kind, text, "raise error"))
    assert "0304717" not in sentence and "304717" not in sentence


@pytest.mark.parametrize("finding", [*SENTENCES, HOSTILE, None])
def test_json_holds_the_sentence_and_comes_back_as_it_was(finding):
    test = TestResult(name="n", passed=False, score=0, max_score=1, finding=finding)
    text = test.model_dump_json()
    assert list(json.loads(text)) == ["name", "passed", "score", "max_score", "message"]
    assert json.loads(text)["message"] == messages.sentence(finding)
    again = TestResult.model_validate_json(text)
    assert again.finding == (finding and Worded(messages.sentence(finding)))
    assert again.model_dump_json() == text


def test_a_message_that_is_no_text_is_refused():
    test = TestResult(name="n", passed=False, score=0, max_score=1).model_dump()
    with pytest.raises(ValidationError, match="a message is a text"):
        TestResult.model_validate({**test, "message": 3})


def test_only_the_results_of_the_engine_know_the_sentences():
    """What judges and what diagnoses has no sentence to search."""
    engine = [ROOT / "autograder" / room for room in ("exercises", "judging", "training")]
    readers = {
        path.name
        for folder in engine
        for path in folder.rglob("*.py")
        if "bank" not in path.parts and "messages" in _imported(path)
    }
    assert readers == {"results.py"}


def _imported(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.update(alias.name.split(".")[-1] for alias in node.names)
            names.update((getattr(node, "module", None) or "").split("."))
    return names
