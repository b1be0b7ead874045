"""What people read keeps French typography: no-break spaces, one apostrophe.

The texts of the lessons are written so; the sentences of the programs are mended where they are
shown, and it is what is shown that is looked at here.
"""

import io
import re
import sys
from html import unescape

import pytest

from autograder.judging.diagnosis import LIBRARY
from autograder.judging.findings import Failed
from autograder.judging.results import ExerciseResult, NotebookResult, TestResult
from autograder.paths import ROOT
from autograder.report.console import FrenchConsole
from autograder.report.html import TEMPLATES, exercise_html
from autograder.report.terminal import notebook_report
from autograder.typography import unbreakable
from tests import french

sys.path.insert(0, str(ROOT / "aides"))
import cartes
import outils
import phrases

TEXTS = sorted(
    path
    for pattern in ("source/*/*.md", "solutions/*.md", "docs/*.md", "README.md")
    for path in ROOT.glob(pattern)
)
NOT_PROSE = re.compile(r"`[^`]*`|!\[|\$\$?[^$]*\$\$?|<[^>]*>|\]\([^)]*\)|https?://\S+|^\|[-:|]*\|$")
BREAKABLE = re.compile(r"(?:^| )[:;?!%»]|«(?!\u00a0)|(?<!\u00a0)»")


def prose(text: str):
    """Each French line outside code, with its number; what is not prose in it becomes an X."""
    code = False
    french_part = text.partition(french.IN_ENGLISH)[0]
    for number, line in enumerate(french_part.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            code = not code
        elif not code:
            yield number, NOT_PROSE.sub("X", line)


def faults(text: str) -> list[int]:
    """The numbers of the lines where a sign could be torn from its word, or an apostrophe curls."""
    return [number for number, line in prose(text) if BREAKABLE.search(line) or "\u2019" in line]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_sign_stays_with_its_word(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["vrai ?", "le but : tenir", "«mot\u00a0»", "« mot »", "l\u2019état"]
)
def test_a_sign_that_could_be_torn_off_is_seen(line):
    assert faults(f"un\n{line}\n") == [2]


def test_code_and_formulas_are_not_prose():
    assert faults("`a ? b` et $x : y$\n```\nvrai ?\n```\n|---|:--|\n") == []


# ---- what the programs show --------------------------------------------------------------------

FORMAT = re.compile(r"%[a-zA-Z]")  # of a logger or of a date


def programs():
    return [
        text
        for path, _, text in french.texts()
        if not path.endswith((".md", ".j2")) and not FORMAT.search(text) and "(?" not in text
    ]


PROSE = [one for mistakes in LIBRARY.values() for one in mistakes]


@pytest.mark.parametrize("mend", [unbreakable, phrases.insecables], ids=["engine", "helpers"])
def test_what_mends_a_sentence_leaves_no_sign_that_could_be_torn_off(mend):
    texts = programs()
    assert len(texts) > 2000
    torn = [text for text in texts if BREAKABLE.search(NOT_PROSE.sub("X", mend(text)))]
    assert torn == []
    assert all(len(mend(text)) == len(text) for text in texts)


@pytest.mark.parametrize("mend", [unbreakable, phrases.insecables], ids=["engine", "helpers"])
@pytest.mark.parametrize(
    "code",
    ["a != b", "7 % 2", "n % size", "(x := 1)", "`a ? b : c`", "« x »".replace(" ", "\u00a0")],
)
def test_code_is_shown_as_it_is(mend, code):
    assert mend(code) == code


def test_no_text_has_a_curly_apostrophe():
    found = [(path, line) for path, line, text in french.texts() if "\u2019" in text]
    assert found == []


def exercise(mistake):
    finding = Failed("phi(s, 1)", "un tableau : 3", "« rien » ; ou presque", mistake.hint)
    test = TestResult(
        name="Est-ce vrai ? Oui : « oui ».", passed=False, score=0, max_score=1, finding=finding
    )
    return ExerciseResult(
        id="phi",
        score=0,
        max_score=1,
        status="failed",
        tests=[test],
        diagnosis=[mistake],
        seconds=0,
    )


def notebook(*exercises):
    return NotebookResult(
        assignment="q_lineaire",
        notebook="copie : 1.ipynb",
        score=0,
        max_score=1,
        sandbox="bwrap",
        seconds=0,
        problems=["La cellule « x » a échoué : relisez-la."],
        exercises=list(exercises),
    )


@pytest.mark.slow
def test_no_line_of_the_terminal_begins_with_a_sign_nor_ends_with_a_quote():
    console = FrenchConsole(file=io.StringIO(), width=40)
    console.print(notebook_report(notebook(*map(exercise, PROSE))))
    for sentence in programs():
        console.print(f"mot{sentence}mot", markup=False)  # some are the end of another
    lines = console.file.getvalue().splitlines()
    assert len(lines) > 3 * len(programs())
    assert [one for one in lines if re.match(r"\s*[:;?!%»](?!\w)|.*«\s*$", one)] == []


def test_no_sign_of_a_page_is_torn_off():
    for mistake in PROSE:
        html = exercise_html(exercise(mistake))
        assert "\u00a0:" in html
        assert not BREAKABLE.search(NOT_PROSE.sub("", unescape(re.sub(r"<[^>]*>", "", html))))


def test_every_page_goes_the_same_way_and_keeps_its_code():
    page = TEMPLATES.from_string(
        "<p title='a : b'>{{ x }} :</p><pre>a : b</pre><script>a ? b : c</script>"
    )
    assert page.render(x="« c » ?") == (
        "<p title='a : b'>«\u00a0c\u00a0»\u00a0?\u00a0:</p>"
        "<pre>a : b</pre><script>a ? b : c</script>"
    )


def test_the_json_for_people_too_but_not_its_names_of_files():
    data = notebook(exercise(PROSE[0])).public()
    assert data["notebook"] == "copie : 1.ipynb"
    assert data["problems"] == ["La cellule «\u00a0x\u00a0» a échoué\u00a0: relisez-la."]
    (test,) = data["exercises"][0]["tests"]
    assert test["name"] == "Est-ce vrai\u00a0? Oui\u00a0: «\u00a0oui\u00a0»."
    assert test["message"].startswith(
        "Appel\u00a0: phi(s, 1) — obtenu\u00a0: un tableau\u00a0: 3 —"
    )


def test_what_a_notebook_says_of_an_error_and_of_a_check(capsys):
    error = outils.VerificationError("phi : « rien » ; et alors ?")
    assert error._render_traceback_() == [
        "phi\u00a0: «\u00a0rien\u00a0» ; et alors\u00a0?".replace(" ;", "\u00a0;")
    ]
    outils.reussi("phi")
    assert "phi\u00a0: " in capsys.readouterr().out
    said = "C'est faux : « ici » ?"
    mistake = {"nom": said, "explication": said, "piste": said}
    lines = [("appel", "f(a if b else c) ; g()"), ("piste", said)]
    card = cartes.Carte("phi", [cartes.Constat(said, cartes.NON, lines)], mistake, pied=said)
    for shown in (
        repr(card),
        unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", card._repr_html_(), flags=re.S)),
    ):
        assert "f(a if b else c) ; g()" in shown  # to be pasted
        assert shown.count(phrases.insecables(said)) == 6 and said not in shown
