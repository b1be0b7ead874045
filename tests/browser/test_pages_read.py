"""The pages that people read, in a browser: what they show, to everyone, on screen and on paper."""

import re
import subprocess
import sys

import pytest

from tests.browser.conftest import CAPTURES, NAME, THEMES, WINDOW

pytestmark = pytest.mark.browser

MAX_SHEETS = 2  # before the notebook
PAPER = {"width": 688, "height": 1017}  # A4 within its margins, at 96 dots an inch
# `make test` looks at the page of the worst copy alone, `make test-browser` at all of them.
STUDENTS = (
    "camille",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("amelie", "jules", "lea")),
)


@pytest.fixture(params=THEMES)
def theme(request):
    return request.param


@pytest.fixture(scope="module")
def feedback(course):
    """The address of a student's page."""

    def address(student):
        return (course / "feedback" / student / NAME / f"{NAME}.html").as_uri()

    return address


@pytest.fixture(scope="module")
def report(course):
    return (course / "rapports" / f"{NAME}.html").as_uri()


@pytest.fixture(scope="module")
def marking(course):
    """The address of the page where a teacher marks the written questions, while it is served."""
    command = [sys.executable, "-m", "autograder", "mark", NAME, "--no-browser"]
    serving = subprocess.Popen(
        [*command, "--course", course], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    for line in serving.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            break
    yield found.group()
    serving.terminate()
    serving.wait()


def unfold(seen, selector):
    seen.page.locator(selector).evaluate_all("all => all.forEach(one => { one.open = true; })")


def test_a_page_that_few_can_read_is_refused(visit):
    """What the others rely on: axe and the console are listened to."""
    seen = visit("about:blank")
    seen.page.set_content("<p style='color: #aaa'>Pâle</p><script>absent()</script>")
    assert any(one.startswith("color-contrast") for one in seen.barriers())
    assert any("absent" in one for one in seen.complaints)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_feedback_is_one_file_that_opens_without_a_network(visit, feedback, student, theme):
    seen = visit(feedback(student), theme, offline=True)
    seen.capture(f"retour-{student}-{theme}")
    unfold(seen, ".exercice")
    assert seen.barriers() == []
    seen.capture(f"retour-{student}-{theme}-entier", whole=True)
    assert [url for url in seen.asked if not url.startswith("data:")] == [feedback(student)]
    assert seen.complaints == []


@pytest.mark.slow
def test_the_notebook_in_the_feedback(visit, feedback, theme):
    seen = visit(feedback("camille"), theme, offline=True)
    unfold(seen, "#cahier, #cahier details")
    assert seen.barriers() == []
    seen.page.locator("#cahier .cellule.mienne").first.scroll_into_view_if_needed()
    seen.capture(f"retour-cahier-{theme}")
    assert seen.complaints == []


def test_the_first_failure_is_read_without_scrolling(visit, feedback):
    seen = visit(feedback("camille"))
    first = seen.page.locator(".constat").first.bounding_box()
    assert first["y"] + first["height"] <= WINDOW["height"]


@pytest.mark.parametrize("student", STUDENTS)
def test_the_feedback_is_printed_on_two_sheets(visit, feedback, student):
    page = visit(feedback(student), offline=True).page
    page.emulate_media(media="print")
    CAPTURES.mkdir(exist_ok=True)
    printed = page.pdf(path=CAPTURES / f"retour-{student}.pdf", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= MAX_SHEETS


def test_the_report_of_a_class(visit, report, theme):
    seen = visit(report, theme, offline=True)
    unfold(seen, "details")
    assert seen.barriers() == []
    seen.capture(f"classe-{theme}", whole=True)
    assert seen.asked == [report]
    assert seen.complaints == []


def test_the_report_is_sorted_and_filtered(visit, report):
    page = visit(report).page
    totals = page.locator("#notes tbody tr td:nth-child(2)")
    page.get_by_role("button", name="Total").click()
    marks = [float(text.replace(",", ".")) for text in totals.all_inner_texts()]
    assert marks == sorted(marks) and marks != sorted(marks, reverse=True)
    page.get_by_role("button", name="Total").click()
    falling = [float(text.replace(",", ".")) for text in totals.all_inner_texts()]
    assert falling == sorted(marks, reverse=True)
    page.locator("input[data-table=notes]").fill("TREMBLAY")
    assert page.locator("#notes tbody tr:visible th").all_inner_texts() == [
        "Amélie Tremblay amelie"
    ]


def test_the_report_is_printed(visit, report):
    page = visit(report).page
    page.emulate_media(media="print")
    CAPTURES.mkdir(exist_ok=True)
    assert page.pdf(path=CAPTURES / "classe.pdf", prefer_css_page_size=True)
    assert not page.locator(".filtre").first.is_visible()
    page.set_viewport_size(PAPER)
    for table in ("#notes", "#tests"):
        assert page.locator(table).bounding_box()["width"] <= PAPER["width"]


def test_the_written_answers_are_marked_by_clicks(visit, marking, theme):
    seen = visit(marking, theme)
    assert seen.barriers() == []
    seen.capture(f"noter-{theme}", whole=True)
    answer = seen.page.locator("[data-etudiant=driss]")
    answer.locator(".tout").click()
    answer.get_by_text("✓ enregistré").wait_for()
    again = visit(marking, theme)
    assert again.page.locator("[data-etudiant=driss] .note input").input_value() == "4"
    assert seen.complaints == []
