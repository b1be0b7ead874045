"""A student in JupyterLab, as `make lab` opens it: from the blank notebook to the green card."""

import shutil

import pytest

from autograder.demo import answer
from autograder.paths import ROOT
from autograder.submission.fill import reference
from tests.browser.servers import TOKEN, jupyter_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = 120_000  # milliseconds: an import on a loaded machine
TRAINING = 5 * SLOW  # half a minute of a processor that others may want


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("etudiant") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    with jupyter_lab(
        folder, [f"--LabApp.app_settings_dir={ROOT / 'notebooks/jupyterlab'}"]
    ) as address:
        yield address


class Student:
    """Who works in a notebook by the keyboard; the active cell is theirs."""

    def __init__(self, seen):
        self.seen, self.page = seen, seen.page
        self.page.set_default_timeout(SLOW)
        self.notebook = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")
        self.active = self.notebook.locator(".jp-Cell.jp-mod-active")

    def at(self, text, way="ArrowDown"):
        """Walk to the next cell that holds this text."""
        self.page.keyboard.press("Escape")
        while text not in self.active.locator(".jp-InputArea").inner_text():
            self.step(way)

    def run_to(self, text):
        """Run every cell from the active one to the one before this text."""
        self.page.keyboard.press("Escape")
        while text not in "".join(self.active.locator(".jp-InputArea").all_inner_texts()):
            self.step("Shift+Enter")

    def step(self, way):
        """Walk to the cell before or after; raises TimeoutError at the end of the notebook."""
        place = self.place()
        self.page.keyboard.press(way)
        for _ in range(SLOW // 20):
            if self.place() != place:
                return
            self.page.wait_for_timeout(20)
        raise TimeoutError(f"no cell after {place}")

    def place(self):
        return int(self.active.get_attribute("data-windowed-list-index"))

    def run(self):
        """Run the active cell; the one that was run is returned once its number is there."""
        cell = self.active.element_handle()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "cell => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent)", arg=cell
        )
        return cell

    def write(self, code):
        """Replace the active cell by this code, and run it."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)
        return self.run()


@pytest.fixture
def student(visit, lab):
    """Opens a notebook, at its first cell."""

    def open_notebook(name):
        # a workspace of its own: in the common one, another test's notebook opens first
        seen = visit(f"{lab}/lab/workspaces/{name}/tree/{name}/{name}.ipynb?token={TOKEN}")
        one = Student(seen)
        one.active.wait_for()
        one.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()
        seen.capture(f"cahier-{name}")
        one.notebook.click(position={"x": 5, "y": 5})
        one.page.keyboard.press("Escape")
        return one

    return open_notebook


def test_the_first_page_leads_to_the_notebooks(visit, lab):
    seen = visit(f"{lab}/lab/tree/accueil.md?token={TOKEN}")
    page = seen.page
    page.set_default_timeout(SLOW)
    page.get_by_role("link", name="Approximer la fonction Q, deuxième partie").wait_for()
    seen.capture("accueil")
    assert seen.barriers(".jp-RenderedMarkdown") == []
    page.get_by_role("link", name="Approximer la fonction Q, première partie").click()
    page.get_by_role("heading", name="Approximer la fonction Q, première partie").wait_for()


def test_from_the_blank_notebook_to_the_green_card(student):
    student = student("q_lineaire")
    seen = student.seen
    student.at("Outillage")
    student.step("Shift+Enter")  # arrows pass over the cell itself, which is folded
    assert not student.active.locator(".jp-InputArea").count()
    seen.capture("cahier-outillage")
    student.step("Shift+Enter")
    student.at("def set_random_seed(")
    student.run()
    student.at('environment = gym.make("CartPole-v1")')
    student.run()
    stumbling = "def phi(state, action):\n    return etat"
    wrong = answer("phi", "wrong/always_state")
    for code, name, said, way in (
        (stumbling, "erreur", "n'est défini nulle part", "ArrowDown"),
        (wrong, "fausse", "l'action ne compte pas", "ArrowUp"),
        (reference("phi"), "juste", "vérifications visibles réussies", "ArrowUp"),
    ):
        student.at("def phi(", way)
        seen.capture(f"cahier-phi-{name}")
        student.write(code)
        student.at('outils.verifier("phi")')
        student.run()
        card = student.page.locator(".verification", has_text=said)
        card.wait_for()
        card.scroll_into_view_if_needed()
        seen.capture(f"cahier-carte-{name}")
        assert seen.barriers(".verification") == []
    assert seen.complaints == []


def test_from_the_blank_notebook_to_a_trained_network(student):
    student = student("dqn")
    seen, page = student.seen, student.page
    student.at("Outillage")
    for exercise in ("dqn_loss", "deep_q_learning"):
        student.run_to(f"def {exercise}(")
        student.write(reference(exercise))
        student.run_to(f'outils.verifier("{exercise}")')
        student.run()
        page.locator(f".verification.oui[aria-label='Vérification de {exercise}']").wait_for()
    student.run_to("REGLAGES = {")
    page.keyboard.press("Control+Enter")
    curve = page.get_by_role("img", name="Courbe d'apprentissage")
    curve.wait_for()
    curve.scroll_into_view_if_needed()
    seen.capture("cahier-dqn-en-cours")
    for name in ("Avant, poids tirés au hasard", "Après"):
        shown = page.get_by_role("figure").get_by_role("img", name=f"{name}\N{NO-BREAK SPACE}:")
        shown.wait_for(timeout=TRAINING)
    assert not curve.count()
    page.get_by_role("figure").last.scroll_into_view_if_needed()
    seen.capture("cahier-dqn-entraine")
    assert seen.barriers(".jp-OutputArea") == []
    assert seen.complaints == []
