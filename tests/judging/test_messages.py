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
    Raised("f(1)", "ValueError", "trop", "f = 1 / 0"): "Appel : f(1)"
    " — obtenu : une exception ValueError « trop » — attendu : un résultat"
    " — piste : regardez la ligne « f = 1 / 0 »",
    Raised("f(1)", "KeyError", "", ""): "Appel : f(1) — obtenu : une exception KeyError"
    " — attendu : un résultat — piste : relisez les formes et les types",
    Raised("f(1)", "MissingError", "f", ""): "Appel : f(1) — obtenu : f n'est pas définie"
    " — attendu : un résultat — piste : définissez-la sous ce nom exact",
    Raised("f(1)", "NotImplementedError", "À vous", "raise"): "Appel : f(1)"
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
    assert obtained == "obtenu : une exception ValueError « x — attendu : y — piste : z »"
    assert expected == "attendu : un résultat"
    assert hint == "piste : regardez la ligne « g() — obtenu : 20 »"


def test_no_part_orders_a_terminal_about():
    finding = Failed("f(\x1b[2J)", "\x07", "\u202eattendu", "a\nb")
    assert not any(ord(c) < 32 or c == "\u202e" for part in messages.parts(finding) for c in part)


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
