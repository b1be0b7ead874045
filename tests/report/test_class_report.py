"""The teacher's page on a class: counted by hand, safe to open, and the same in CSV and JSON."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.pages.overview import anonymous
from autograder.judging.diagnosis import LIBRARY
from autograder.judging.results import ExerciseResult, NotebookResult, TestResult
from autograder.report.class_page import class_csv, class_json, class_page
from autograder.report.class_report import Copy, Written, class_report

NAME = "q_lineaire"


def exercise(passes, status="partial", diagnosis=(), name="phi"):
    tests = [
        TestResult(name=f"Propriété {i}.", passed=p, score=float(p), max_score=1.0)
        for i, p in enumerate(passes)
    ]
    score, out_of = float(sum(passes)), float(len(passes))
    return ExerciseResult(
        id=name,
        score=score,
        max_score=out_of,
        status=status,
        tests=tests,
        diagnosis=[LIBRARY[name][one] for one in diagnosis],
        seconds=0.1,
    )


def copy(student, *exercises, problems=(), **known):
    result = NotebookResult(
        assignment=NAME,
        notebook=f"{NAME}.ipynb",
        score=sum(e.score for e in exercises),
        max_score=sum(e.max_score for e in exercises),
        sandbox="bwrap",
        seconds=1.0,
        problems=list(problems),
        exercises=list(exercises),
    )
    return Copy(student, known.pop("name", ""), True, result, **known)


def links(page):
    """What the page would fetch or open: its attributes that lead out of it."""
    found = []

    class Links(HTMLParser):
        def handle_starttag(self, tag, attrs):
            names = ("src", "href", "xlink:href", "data", "action")
            found.extend(v for k, v in attrs if k in names and not v.startswith("#"))

    Links().feed(page)
    return found


def test_a_pass_rate_counts_the_written_answers_only():
    copies = [
        copy("a", exercise([True, True])),
        copy("b", exercise([True, False])),
        copy("c", exercise([False, False], status="missing")),
    ]
    first, second = class_report(NAME, copies).items
    assert (first.passed, first.written, first.rate) == (2, 2, 1.0)
    assert (second.passed, second.written, second.rate) == (1, 2, 0.5)


def test_the_discrimination_is_the_correlation_with_the_rest():
    rng = np.random.default_rng(3)
    passes = rng.random((12, 4)) < 0.5
    report = class_report(NAME, [copy(f"e{i}", exercise(row)) for i, row in enumerate(passes)])
    rest = passes.sum(axis=1) - passes[:, 0]
    assert report.items[0].discrimination == pytest.approx(np.corrcoef(passes[:, 0], rest)[0, 1])


def test_a_small_class_and_a_constant_test_have_no_discrimination():
    few = class_report(NAME, [copy(f"e{i}", exercise([i % 2 == 0, True])) for i in range(7)])
    assert few.items[0].discrimination is None
    many = class_report(NAME, [copy(f"e{i}", exercise([i % 2 == 0, True])) for i in range(9)])
    assert many.items[1].discrimination is None


def test_who_needs_a_hand_comes_by_reason():
    report = class_report(
        NAME,
        [
            copy("fine", exercise([True])),
            copy("hung", exercise([False], status="timeout")),
            copy("wrote", exercise([True]), written=Written(0.0, 3.0, waiting=True)),
            copy("late", exercise([True]), seconds_late=7200.0, penalty=1.0),
            Copy("absent", "", handed_in=False),
            Copy("a_pdf", "", handed_in=False, aside=True),
            Copy("fresh", "", handed_in=True),
            copy("broken", ExerciseResult(
                id="phi", score=0.0, max_score=1.0, status="error", tests=[], seconds=0.0
            )),
        ],
    )  # fmt: skip
    assert {heading: [c.student for c in found] for heading, found in report.needs.items()} == {
        "Copies qui n'ont pas pu être lues": ["broken"],
        "Remises pas encore corrigées": ["fresh"],
        "Temps dépassé": ["hung"],
        "Question écrite à noter": ["wrote"],
        "Remises en retard": ["late"],
        "Remis sans cahier": ["a_pdf"],
        "Aucune remise": ["absent"],
    }
    assert "late\u00a0: 2 h, − 1" in class_page(report)


def test_a_lateness_is_said_once_with_the_late_copies():
    copies = [
        copy("late", exercise([True]), seconds_late=7200.0, written=Written(0, 3, waiting=True)),
        copy("fine", exercise([True])),
    ]
    page = class_page(class_report(NAME, copies))
    assert page.count("late\u00a0: 2 h") == 1
    assert "<dd>late</dd>" in page


def test_the_correlations_line_up():
    copies = [copy(f"e{i}", exercise([i < 6, i % 2 == 0, i < 2])) for i in range(12)]
    report = class_report(NAME, copies)
    page = class_page(report)
    for item in report.items:
        assert f">{item.discrimination:.2f}<".replace("-", "−").replace(".", ",") in page


def test_a_class_with_nothing_to_revisit_is_told_so():
    page = class_page(class_report(NAME, [copy(f"e{i}", exercise([True])) for i in range(2)]))
    assert "<p>Aucune.</p>" in page


def test_what_needs_a_hand_says_the_command_and_folds_a_long_list():
    def page(waiting):
        copies = [
            copy(f"s{i}", exercise([True]), written=Written(0.0, 3.0, waiting=True))
            for i in range(waiting)
        ]
        return class_page(class_report(NAME, copies))

    needs = page(13).partition('class="a-traiter"')[2].partition("</dl>")[0]
    assert "Question écrite à noter (13)\u00a0: <code>autograder mark q_lineaire</code>" in needs
    assert (
        "<details><summary>Voir les noms</summary>s0\u00a0; s1" in needs
        and "s12</details>" in needs
    )
    assert "<details>" not in page(12).partition('class="a-traiter"')[2].partition("</dl>")[0]


def test_the_mistakes_are_ranked_with_their_code_and_without_names():
    code = anonymous('def phi(s, a):\n    """De Zoé."""\n    # Zoé Martin\n    return -s')
    copies = [
        copy("a", exercise([False], diagnosis=["inverted_sign"]), answers={"phi": code}),
        copy("b", exercise([False], diagnosis=["inverted_sign"]), answers={"phi": code}),
        copy("c", exercise([False], diagnosis=["absolute_value"])),
    ]
    first, second = class_report(NAME, copies).shared
    assert (first.students, first.excerpts) == (("a", "b"), ("def phi(s, a):\n    return -s",))
    assert second.students == ("c",)


def test_what_is_to_revisit_comes_the_least_known_first():
    copies = [copy(f"e{i}", exercise([i < 1, i < 5, i < 2])) for i in range(5)]
    report = class_report(NAME, copies)
    assert [item.name for item in report.to_revisit] == ["Propriété 0.", "Propriété 2."]


def test_the_page_runs_nothing_that_a_student_wrote_and_fetches_nothing():
    evil = "</script><img src=x onerror=alert(1)>"
    report = class_report(
        NAME,
        [copy(evil, exercise([False], diagnosis=["inverted_sign"]), answers={"phi": evil})],
    )
    page = class_page(report)
    assert "<img" not in page
    assert page.count("</script>") == 1
    assert links(page) == []
    assert not re.search(r"url\((?!#)|@import", page)


def test_the_csv_opens_in_a_french_spreadsheet():
    report = class_report(
        NAME,
        [
            copy("=cmd()", exercise([True, False]), name="Éloïse"),
            Copy("absent", "", handed_in=False),
        ],
    )
    text = class_csv(report)
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    heading, first, absent = csv.reader(io.StringIO(text[1:]), delimiter=";")
    line = dict(zip(heading, first, strict=True))
    assert line["Étudiant"] == "'=cmd()"
    assert (line["Nom"], line["phi"], line["Partie automatique"]) == ("Éloïse", "1", "1")
    assert dict(zip(heading, absent, strict=True))["Partie automatique"] == ""


def test_the_json_holds_everyone():
    report = class_report(NAME, [copy("a", exercise([True])), Copy("b", "", handed_in=False)])
    data = json.loads(class_json(report))
    assert [one["student"] for one in data["students"]] == ["a", "b"]
    assert data["students"][1]["result"] is None
    assert data["items"][0]["passed"] == 1


def test_who_handed_in_nothing_has_no_copy_to_grade():
    page = class_page(class_report(NAME, [copy("a", exercise([True])), Copy("b", "", False)]))
    assert "<strong>1 / 1</strong> copies corrigées" in page


def test_an_empty_class_has_a_page():
    assert "Aucune remise" in class_page(class_report(NAME, [Copy("a", "", handed_in=False)]))
    assert NAME in ASSIGNMENTS


@pytest.mark.parametrize("source", ["def phi(", "x = '\0'", ""])
def test_what_is_not_python_has_no_excerpt(source):
    assert anonymous(source) == ""
