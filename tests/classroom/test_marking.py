"""The page of the written questions: what it shows, who may use it, what the gradebook keeps."""

import asyncio
import json
import re
import shutil

import nbformat
import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.by_hand import schemes, written
from autograder.classroom.by_hand.formgrader import ShowSchemes
from autograder.classroom.by_hand.marking_server import ADDRESS, application
from autograder.classroom.by_hand.schemes import Criterion, MarkingError, criteria_of
from autograder.classroom.course import CourseError, api, graded_folder
from autograder.classroom.grading.grade import RESULTS
from autograder.classroom.grading.gradebook import write_feedback
from autograder.classroom.pages import book
from autograder.judging import grading
from autograder.paths import ROOT
from autograder.report.marking_page import chosen, criterion_line, free_comment
from autograder.submission.cells import name_of
from tests.classroom.conftest import Term, judge_by_a_word

pytestmark = pytest.mark.slow

TOKEN = "un-jeton"
HOSTILE = 'Le gradient est $\\phi$. <script>alert(1)</script> <img src="https://ailleurs/x.png">'
OTHER = "Je ne sais pas vraiment, mais $2 + 2 = 4$."


@pytest.fixture(scope="module")
def unmarked(registered, tmp_path_factory):
    """Three graded copies, to be read only: two answers, and one that was left blank."""
    folder = tmp_path_factory.mktemp("questions") / "cours"
    term = Term(shutil.copytree(registered, folder))
    term.hand_in("ada", {"question_1": HOSTILE})
    term.hand_in("zoe", {"question_1": OTHER})
    term.hand_in("paul", {})
    with pytest.MonkeyPatch.context() as patch:
        judge_by_a_word(patch)
        for student in ("ada", "zoe", "paul"):
            term.grade(student)
    return term


@pytest.fixture
def marked(unmarked, tmp_path, judged):
    """The same, to be marked."""
    return Term(shutil.copytree(unmarked.folder, tmp_path / "cours"))


def question(term):
    (found,) = written.questions(term.folder, term.name)
    return found


def answer(term, student):
    return next(one for one in question(term).answers if one.student == student)


def ask(term, *requests):
    """What the server answers: (status, text) of each (path, body or None, headers)."""

    async def asked():
        server = HTTPServer(application(term.folder, term.name, TOKEN))
        sockets = bind_sockets(0, ADDRESS)
        server.add_sockets(sockets)
        port = sockets[0].getsockname()[1]
        try:
            for path, body, headers in requests:
                reply = await AsyncHTTPClient().fetch(
                    f"http://{ADDRESS}:{port}/{path}",
                    method="GET" if body is None else "POST",
                    body=body if body is None or isinstance(body, str) else json.dumps(body),
                    headers=headers,
                    raise_error=False,
                )
                yield reply
        finally:
            server.stop()

    async def gathered():
        return [(one.code, one.body.decode(), one.headers) async for one in asked()]

    return asyncio.run(gathered())


def note(term, student, points, comment="", **others):
    return {
        "etudiant": student,
        "question": "question_1",
        "empreinte": answer(term, student).digest,
        "points": points,
        "commentaire": comment,
        **others,
    }


WITH = {"X-Jeton": TOKEN}


# ---- what it shows ---------------------------------------------------------------------------


def test_all_the_answers_stand_beside_the_model_answer_and_the_scheme(unmarked):
    found = question(unmarked)
    assert [one.student for one in found.answers] == ["ada", "paul", "zoe"]
    assert [one.blank for one in found.answers] == [False, True, False]
    assert found.awaited == 2
    assert "semi-gradient" in found.model and "Barème" not in found.model
    assert [one.points for one in found.criteria] == [1.0, 1.5, 1.0, 0.5]
    assert "Calculez le gradient" in found.statement


def test_of_a_copy_that_could_not_be_read_it_is_not_said_that_nothing_is_written(marked):
    unread = grading.ungraded(ASSIGNMENTS[marked.name], "q_lineaire.ipynb", ["Cahier abîmé."])
    results = graded_folder(marked.folder, "paul", marked.name) / RESULTS
    results.write_text(unread.model_dump_json(), encoding="utf-8")
    ((_, text, _),) = ask(marked, (f"?jeton={TOKEN}", None, {}))
    assert text.count("Cahier abîmé.") == 1 and "Rien n'est écrit" not in text


@pytest.mark.parametrize("assignment", ASSIGNMENTS.values(), ids=lambda one: one.name)
def test_the_criteria_of_every_question_of_the_course_make_its_points(assignment):
    path = ROOT / "source" / assignment.name / f"{assignment.name}.ipynb"
    for cell in filter(schemes.is_written, nbformat.read(path, 4).cells):
        scheme = schemes.expected(cell.source).scheme
        assert sum(one.points for one in criteria_of(scheme)) == cell.metadata.nbgrader.points


def test_the_page_runs_nothing_of_a_student(unmarked):
    ((status, text, headers),) = ask(unmarked, (f"?jeton={TOKEN}", None, {}))
    assert status == 200
    assert "&lt; script&gt;alert(1)" in text and "<script>alert" not in text
    assert "ailleurs/x.png" not in re.findall(r'src="([^"]*)"', text)
    assert "<math" in text
    policy = headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)[1]
    assert re.findall(r"<script[^>]*>", text) == [f'<script nonce="{nonce}">']
    assert "default-src 'none'" in policy


def in_formgrader(term):
    """The cells that formgrader shows of a copy, those before its written answer last."""
    graded = graded_folder(term.folder, "ada", term.name) / f"{term.name}.ipynb"
    shown, _ = ShowSchemes(config=api(term.folder).config).preprocess(
        nbformat.read(graded, 4), {"assignment_id": term.name}
    )
    names = [name_of(cell) for cell in shown.cells]
    return shown.cells[: names.index("question_1")]


def test_formgrader_shows_the_model_answer_and_the_scheme_above_the_answer(marked):
    *_, statement, for_the_teacher = in_formgrader(marked)
    assert "Calculez le gradient" in statement.source
    assert "semi-gradient" in for_the_teacher.source
    assert "| 1,5 | le gradient de l'erreur" in for_the_teacher.source
    assert "nbgrader" not in for_the_teacher.metadata
    with marked.book() as held:
        mine = [Criterion(3.5, "le gradient, ou presque"), Criterion(0.5, "sa lecture")]
        schemes.set_criteria(held, marked.name, "question_1", mine)
    changed = in_formgrader(marked)[-1].source
    assert "• 3,5 : le gradient, ou presque" in changed and "| 1,5 |" not in changed


# ---- who may use it --------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "un-autre-jeton", "é"])
def test_a_wrong_token_is_refused_everywhere(unmarked, token):
    asked = [
        (f"?jeton={token and 'faux'}", None, {}),
        ("note", note(unmarked, "ada", 4), {"X-Jeton": "faux"} if token else {}),
        ("bareme", {"question": "question_1", "criteres": []}, {"X-Jeton": f"{TOKEN}x"}),
    ]
    replies = ask(unmarked, *asked)
    assert [status for status, _, _ in replies] == [403] * 3
    assert all("gradient" not in text for _, text, _ in replies)
    assert answer(unmarked, "ada").score is None


def test_a_page_of_the_web_that_points_here_is_refused(unmarked):
    ((status, *_),) = ask(unmarked, (f"?jeton={TOKEN}", None, {"Host": "ailleurs.example"}))
    assert status == 403


@pytest.mark.parametrize("body", ["", "[]", "{", '{"etudiant": 3}', '{"points": "x"}'])
def test_a_request_of_another_shape_changes_nothing(unmarked, body):
    ((status, *_),) = ask(unmarked, ("note", body, WITH))
    assert status == 400


# ---- what the gradebook keeps ----------------------------------------------------------------


def test_a_mark_and_its_comment_are_nbgraders(marked):
    criterion = question(marked).criteria[1]
    comment = f"{criterion_line(criterion)}\nLe facteur 2 manque."
    ((status, *_),) = ask(marked, ("note", note(marked, "ada", 1.5, comment), WITH))
    assert status == 200
    with marked.book() as held:
        key = "question_1", marked.name, marked.name, "ada"
        grade = held.find_grade(*key)
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, False)
        assert held.find_comment(*key).manual_comment == comment
    found = question(marked)
    assert found.awaited == 1
    assert chosen(found, answer(marked, "ada")) == [1]
    assert free_comment(found, answer(marked, "ada")) == "Le facteur 2 manque."
    (row,) = book.read(marked.folder, marked.name, ["ada"]).rows
    assert row.awaited == () and row.marks["question_1"] == 1.5


def test_a_mark_taken_back_waits_again(marked):
    ask(marked, ("note", note(marked, "ada", 2), WITH), ("note", note(marked, "ada", None), WITH))
    assert answer(marked, "ada").score is None
    (row,) = book.read(marked.folder, marked.name, ["ada"]).rows
    assert [waiting.cell for waiting in row.awaited] == ["question_1"]


@pytest.mark.parametrize("points", [-0.5, 4.5, float("nan"), float("inf")])
def test_a_mark_out_of_the_question_is_refused_in_a_sentence(unmarked, points):
    ((status, text, _),) = ask(unmarked, ("note", note(unmarked, "ada", points), WITH))
    assert status == 409 and "La note va de 0 à 4." in json.loads(text)["refus"]
    assert answer(unmarked, "ada").score is None


def test_a_mark_of_the_answer_that_was_read_is_not_given_to_a_new_one(marked):
    read = note(marked, "ada", 4)
    marked.hand_in("ada", {"question_1": "Tout autre chose."})
    marked.grade("ada")
    ((status, text, _),) = ask(marked, ("note", read, WITH))
    assert status == 409 and "a changé" in json.loads(text)["refus"]
    assert answer(marked, "ada").score is None


def test_a_new_answer_shows_what_the_old_one_was_worth(marked):
    ask(marked, ("note", note(marked, "ada", 3, "Bien."), WITH))
    marked.hand_in("ada", {"question_1": "Tout autre chose."})
    marked.grade("ada")
    now = answer(marked, "ada")
    assert (now.score, now.former, now.comment) == (None, 3.0, "")


def test_a_student_or_a_question_that_does_not_exist_is_refused(unmarked):
    for change in ({"etudiant": "nul"}, {"question": "phi"}, {"etudiant": "../ada"}):
        ((status, *_),) = ask(unmarked, ("note", note(unmarked, "ada", 1) | change, WITH))
        assert status == 409


def test_changed_criteria_are_kept_and_given_up(marked):
    mine = [{"points": 3, "texte": "le gradient"}, {"points": -0.5, "texte": "un signe perdu"}]
    asked = {"question": "question_1", "criteres": mine}
    assert [s for s, *_ in ask(marked, ("bareme", asked, WITH))] == [200]
    assert question(marked).criteria == [
        Criterion(3.0, "le gradient"),
        Criterion(-0.5, "un signe perdu"),
    ]
    with marked.book() as held:
        schemes.set_criteria(held, marked.name, "question_1", [])
        assert len(question(marked).criteria) == 4
        with pytest.raises(MarkingError):
            schemes.set_criteria(held, marked.name, "question_1", [Criterion(1, "a")] * 99)


def test_a_comment_given_once_is_offered_again(marked):
    ask(marked, ("note", note(marked, "ada", 1, "Le signe est perdu."), WITH))
    ((_, text, _),) = ask(marked, (f"?jeton={TOKEN}", None, {}))
    assert text.count('<button type="button">Le signe est perdu.</button>') == 3


def test_a_graded_copy_that_the_gradebook_does_not_know_is_left_out_and_said(marked):
    """As where an older gradebook was put back."""
    with marked.book() as held:
        held.remove_student("ada")
    assert [one.student for one in question(marked).answers] == ["paul", "zoe"]
    with pytest.raises(CourseError, match="autograder grade q_lineaire"):
        write_feedback(marked.folder, marked.name, "ada")
    with marked.book() as held:
        for student in ("paul", "zoe"):
            held.remove_student(student)
    with pytest.raises(CourseError, match="autograder grade q_lineaire"):
        question(marked)


def test_nothing_to_mark_is_said_in_a_sentence(term):
    with pytest.raises(CourseError, match="autograder grade q_lineaire"):
        written.questions(term.folder, term.name)
    with pytest.raises(CourseError, match="pas de question écrite"):
        written.questions(term.folder, "dqn")
