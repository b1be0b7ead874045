"""A teacher in formgrader, on a class graded by the commands: from the list to a mark by hand."""

import pytest

from autograder.classroom.course import opened
from tests.browser.conftest import NAME
from tests.browser.servers import TOKEN, jupyter_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = 120_000  # milliseconds


@pytest.fixture(scope="module")
def lab(course):
    with jupyter_lab(course) as address:
        yield address


def test_from_the_list_of_assignments_to_a_mark_by_hand(visit, lab, course):
    seen = visit(f"{lab}/formgrader/manage_assignments?token={TOKEN}")
    page = seen.page
    page.set_default_timeout(SLOW)
    page.get_by_role("link", name=NAME, exact=True).wait_for()
    seen.capture("formgrader-devoirs")
    page.goto(f"{lab}/formgrader/gradebook/{NAME}/{NAME}")
    page.get_by_role("link", name="Submission #1", exact=True).click()
    mark = page.locator("input.score#question_1")
    mark.scroll_into_view_if_needed()
    assert page.locator("details", has_text="Réponse type et barème").is_visible()
    page.wait_for_load_state("networkidle")  # formgrader listens to the mark once it has read all
    with page.expect_response(lambda one: "/api/grade/" in one.url and one.ok) as saved:
        mark.fill("3")
        mark.press("Tab")
    assert saved.value.request.method == "PUT"
    seen.capture("formgrader-copie")
    page.reload()
    page.wait_for_function("document.querySelector('input.score#question_1').value === '3'")
    assert page.get_by_text("phi\u00a0: ").count() or page.get_by_text("Diagnostic").count()
    with opened(course) as book:
        given = [
            grade.manual_score
            for one in book.assignment_submissions(NAME)
            for notebook in one.notebooks
            for grade in notebook.grades
        ]
    assert given.count(3) == 1
