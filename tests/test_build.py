"""The build: one source for each fact, nothing stale, no answer released."""

import ast
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.answers import GIVEN, solution_code
from autograder.build import AIDS, CHECKS, HELPERS, WELCOME, build, helpers, instructor_notebook
from autograder.catalogue import ASSIGNMENTS
from autograder.errors import BuildError
from autograder.judging import visible
from autograder.judging.runner import points
from autograder.paths import EXERCISES, ROOT
from autograder.submission.cells import is_runnable

pytestmark = pytest.mark.slow

NAMES = sorted(ASSIGNMENTS)
DATA = {".py", ".json"}

# Lines that a solution shares with what is given to every student (run_fa, run_dqn, examples).
GIVEN_LINES = {
    "self.data = []",  # the hint of a memory without `data`
    'environment = gym.make("CartPole-v1")',
    "environment.close()",
    "set_random_seed(environment, seed)",
    "state, _ = environment.reset()",
    "network = NNModel(environment.observation_space.shape[0], environment.action_space.n)",
    "actions = list(range(environment.action_space.n))",
    "n_hidden_layers=3,",
    # as run_dqn, given, plays a greedy episode to be looked at
    "while not finished:",
    "while not (terminated or truncated):",  # as experiences.py does
    "action = int(np.argmax(agent.predict_on_batch(state[np.newaxis])[0]))",
    "finished = terminated or truncated",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of all that the build reads and writes."""
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for folder in ("aides", "source", "solutions", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore, symlinks=True)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def source_of(tree: Path, name: str) -> Path:
    return tree / "source" / name / f"{name}.md"


def released(name: str, root: Path = ROOT) -> nbformat.NotebookNode:
    return nbformat.read(root / "notebooks" / name / f"{name}.ipynb", as_version=4)


def instructor(name: str, root: Path = ROOT) -> nbformat.NotebookNode:
    return nbformat.read(root / "source" / name / f"{name}.ipynb", as_version=4)


def by_id(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in notebook.cells}


# ---- staleness -------------------------------------------------------------------------------


def test_nothing_committed_is_stale():
    assert build(check=True) == []


def test_a_changed_word_makes_both_notebooks_stale(tree):
    edit(source_of(tree, "q_lineaire"), "équilibre", "suspens")

    stale = build(check=True, root=tree)

    assert {str(path.relative_to(tree)) for path in stale} == {
        "source/q_lineaire/q_lineaire.ipynb",
        "notebooks/q_lineaire/q_lineaire.ipynb",
    }


def test_a_changed_solution_body_makes_the_instructor_notebook_stale(tree):
    edit(tree / "solutions" / "linear_fa.py", "features", "vectors")

    stale = build(check=True, root=tree)

    assert stale == [tree / "source" / "q_lineaire" / "q_lineaire.ipynb"]


def test_a_changed_helper_makes_every_copy_stale(tree):
    for helper in HELPERS:
        edit(tree / AIDS / helper, '"""', '"""Autrement. ')

    assert set(build(check=True, root=tree)) == {
        tree / "notebooks" / name / helper for helper in HELPERS for name in NAMES
    }


def test_a_copy_in_place_of_a_link_is_made_a_link_again_and_nothing_is_written_through_one(tree):
    folder, aids = tree / "source" / "q_lineaire", tree / AIDS
    helper, data = folder / HELPERS[0], folder / CHECKS
    before = helper.read_bytes()
    helper.unlink()
    helper.write_bytes(before)
    data.unlink()
    data.symlink_to(aids / HELPERS[0])

    assert set(build(root=tree)) == {helper, data}

    assert helper.is_symlink() and not data.is_symlink()
    assert (aids / HELPERS[0]).read_bytes() == before
    assert build(check=True, root=tree) == []


def test_changed_data_of_the_visible_checks_are_stale(tree):
    edit(tree / "notebooks" / "q_lineaire" / CHECKS, "[-1.5,", "[1.5,")

    assert build(check=True, root=tree) == [tree / "notebooks" / "q_lineaire" / CHECKS]


def test_an_exercise_without_probes_is_still_built(tree, monkeypatch):
    declared = visible.declared
    monkeypatch.setattr(visible, "declared", lambda one: one != "phi" and declared(one))

    build(root=tree)

    data = json.loads((tree / "notebooks" / "q_lineaire" / CHECKS).read_text(encoding="utf-8"))
    assert list(data) == [name for name in ASSIGNMENTS["q_lineaire"].exercises if name != "phi"]


def test_the_first_page_leads_to_every_notebook_by_its_title(tree):
    page = (tree / "notebooks" / WELCOME).read_text(encoding="utf-8")
    links = re.findall(r"^\d\. \[(.+)\]\((.+)\)$", page, re.MULTILINE)
    for (title, target), name in zip(links, ASSIGNMENTS, strict=True):
        assert target == f"{name}/{name}.ipynb" and (tree / "notebooks" / target).is_file()
        assert f"# {title}\n" in source_of(tree, name).read_text(encoding="utf-8")


def test_check_writes_nothing_and_build_repairs(tree):
    edit(source_of(tree, "dqn"), "Poutyne", "Poutine")
    before = (tree / "source" / "dqn" / "dqn.ipynb").read_bytes()

    build(check=True, root=tree)
    assert (tree / "source" / "dqn" / "dqn.ipynb").read_bytes() == before

    assert build(root=tree) != []
    assert build(check=True, root=tree) == []


@pytest.mark.parametrize("name", NAMES)
def test_cell_ids_are_unique_and_do_not_depend_on_the_run(name):
    first, second = (instructor_notebook(ASSIGNMENTS[name]) for _ in range(2))

    ids = [cell.id for cell in first.cells]
    assert len(set(ids)) == len(ids)
    assert ids == [cell.id for cell in second.cells]
    assert ids == [cell.id for cell in released(name).cells]


# ---- what the instructor gets ----------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_instructor_notebook_holds_the_full_solutions(name):
    cells = by_id(instructor(name))
    for exercise in ASSIGNMENTS[name].exercises:
        code = cells[f"exercise-{exercise}"].source
        kept = [line for line in code.splitlines() if " SOLUTION" not in line]
        plain = solution_code(exercise, ROOT / "solutions", markers=False)
        assert "\n".join(kept) == plain


def test_comments_of_a_body_are_inside_the_markers(tmp_path):
    (tmp_path / "f.py").write_text(
        '"""Module."""\n\nimport math\n\n\ndef f(x):\n    """Doc."""\n    # first\n'
        "    return math.sqrt(x)\n    # last\n"
    )

    code = solution_code("f", tmp_path, markers=True)

    assert code.splitlines() == [
        "def f(x):",
        '    """Doc."""',
        "    ### BEGIN SOLUTION",
        "    # first",
        "    return math.sqrt(x)",
        "    # last",
        "    ### END SOLUTION",
    ]


def test_a_given_method_stays_whole(tmp_path):
    (tmp_path / "C.py").write_text(
        '"""Module."""\n\n\nclass C:\n    """Doc."""\n\n    def f(self):\n'
        '        """Donné : f."""\n        self.a = 1\n\n    def g(self):\n'
        '        """Doc."""\n        return self.a\n'
    )

    code = solution_code("C", tmp_path, markers=True)

    assert code.splitlines()[3:] == [
        "    def f(self):",
        '        """Donné : f."""',
        "        self.a = 1",
        "",
        "    def g(self):",
        '        """Doc."""',
        "        ### BEGIN SOLUTION",
        "        return self.a",
        "        ### END SOLUTION",
    ]


def beside_of(name):
    """The helpers that a release should hold."""
    checks = json.loads((ROOT / "notebooks" / name / CHECKS).read_text(encoding="utf-8"))
    return helpers(checks, instructor(name))


# ---- what students get -----------------------------------------------------------------------


def body_lines(code: str) -> set[str]:
    """The lines between the markers, long enough to be an answer."""
    bodies = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", code, re.DOTALL)
    lines = {line.strip() for body in bodies for line in body.splitlines()}
    return {line for line in lines if len(line) > 12}


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_an_answer_is_released(name):
    files = (*beside_of(name), CHECKS)
    beside = [(ROOT / "notebooks" / name / one).read_text("utf-8") for one in files]
    text = "\n".join([*(cell.source for cell in released(name).cells), *beside])
    for exercise in ASSIGNMENTS[name].exercises:
        lines = body_lines(solution_code(exercise, ROOT / "solutions", markers=True))
        assert lines
        assert {line for line in lines - GIVEN_LINES if line in text} == set()
    for question in ASSIGNMENTS[name].manual:
        lines = (ROOT / "solutions" / f"{question}.md").read_text(encoding="utf-8").splitlines()
        assert {line for line in lines if len(line) > 30 and line in text} == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_marking_scheme_and_no_marker_is_released(name):
    text = "\n".join(cell.source for cell in released(name).cells)
    for word in ("Barème", "BEGIN", "END SOLUTION"):
        assert word not in text


@pytest.mark.parametrize("name", NAMES)
def test_no_hidden_test_is_released(name):
    folder = ROOT / "notebooks" / name
    text = "\n".join(
        [cell.source for cell in released(name).cells]
        + [path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix in DATA]
    )
    for exercise in ASSIGNMENTS[name].exercises:
        path = EXERCISES / exercise / "test_hidden.py"
        code = path.read_text(encoding="utf-8")
        lines = {line.strip() for line in code.splitlines() if len(line.strip()) > 25}
        lines = {line for line in lines if not line.startswith(("import ", "from "))}
        tests = set(re.findall(r"def (test_\w+)", code))
        assert tests
        assert {line for line in lines | tests if line in text} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_release_holds_the_notebook_its_helpers_and_its_figures_only(name):
    folder = ROOT / "notebooks" / name
    released_files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    source = ROOT / "source" / name
    figures = {path.relative_to(source) for path in source.glob("figures/*.svg")}
    beside = {Path(helper) for helper in (*beside_of(name), CHECKS)}
    beside |= {Path(path.name) for path in source.glob("*.npy")}  # an agent's weights
    assert released_files == {Path(f"{name}.ipynb")} | beside | figures


@pytest.mark.parametrize("name", NAMES)
def test_stubs_raise_a_french_sentence(name):
    cells = by_id(released(name))
    for exercise in ASSIGNMENTS[name].exercises:
        tree = ast.parse(cells[f"exercise-{exercise}"].source)
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert functions
        given = [one for one in functions if ast.get_docstring(one).startswith(GIVEN)]
        assert {one.name for one in given} <= {"__init__"}
        for function in set(functions) - set(given):
            assert ast.get_docstring(function)
            (statement,) = function.body[1:]
            assert isinstance(statement, ast.Raise)
            assert ast.unparse(statement).startswith("raise NotImplementedError('À compléter :")


def test_the_linear_assignment_never_imports_torch():
    for cell in instructor("q_lineaire").cells:
        assert not re.search(r"import (torch|poutyne)", cell.source)
    assert "\nimport torch" not in "".join(
        (ROOT / AIDS / helper).read_text(encoding="utf-8") for helper in beside_of("q_lineaire")
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_check_is_locked_graded_and_does_not_stop_a_full_run(name):
    cells = by_id(released(name))
    for exercise in ASSIGNMENTS[name].exercises:
        cell = cells[f"check-{exercise}"]
        assert cell.metadata.tags == ["raises-exception"]
        assert cell.metadata.nbgrader.grade and cell.metadata.nbgrader.locked
        assert cell.metadata.nbgrader.points > 0
        assert cell.metadata.editable is False


def test_the_deep_assignment_gives_the_corrected_pieces():
    cells = by_id(released("dqn"))
    for piece in ("get_targets", "epsilon_greedy_policy", "ReplayBuffer"):
        cell = cells[f"given-{piece}"]
        assert cell.source == solution_code(piece, ROOT / "solutions", markers=False)
        assert cell.metadata.nbgrader.locked


# ---- broken sources --------------------------------------------------------------------------

PHI = '```python exercise="phi"\n```'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PHI, PHI.replace("phi", "psi"), "n'a pas d'exercice de ce nom"),
        (PHI, PHI.replace("exercise", "exercice"), "directive inconnue « exercice »"),
        (PHI, PHI.replace("\n", "\nx = 1\n"), "doit être vide"),
        (PHI, "", "check=.phi. : ce devoir n'a pas d'exercice de ce nom"),
        ('check="phi"', "demo=true", "une cellule check=.phi. est attendue, 0 trouvée"),
        ("rank: 1", "rang: 1", "l'en-tête doit dire le rang"),
        ("rank: 1", "rank: 2", "même rang, 2"),
        ('```python exercise="phi"', '``` python exercise="phi"', "première ligne"),
        (PHI, f"{PHI}\n\n{PHI}", "est attendue, 2 trouvée"),
        ('exercise="phi"', 'exercise="phi" demo=true', "plusieurs directives"),
        ('given="run_fa"', 'given="linear_fa"', "donnerait la réponse"),
        ('given="run_fa"', 'given="inconnu"', "il manque le fichier .*inconnu.py"),
        ("*{enjeu}.* **Objectif.** Associer", "# *{enjeu}.*\n", "«.## Exercice `nom`.»"),
        ('question="question_1" points=4', 'question="question_1"', "nombre de points"),
    ],
)
def test_a_broken_source_is_refused_in_french(tree, old, new, message):
    edit(source_of(tree, "q_lineaire"), old, new)

    with pytest.raises(BuildError, match=message):
        build(root=tree)


def test_the_total_that_a_notebook_announces_is_that_of_its_exercises(tree):
    edit(source_of(tree, "q_lineaire"), "compte sur {total}", "compte, au total, sur {total}")
    built = instructor_notebook(ASSIGNMENTS["q_lineaire"], tree)
    worth = sum(map(points, ASSIGNMENTS["q_lineaire"].exercises))
    assert any(f"compte, au total, sur {worth:g}" in cell.source for cell in built.cells)


def test_a_missing_solution_is_named(tree):
    (tree / "solutions" / "phi.py").unlink()

    with pytest.raises(BuildError, match=r"il manque le fichier .*phi\.py"):
        build(root=tree)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("def psi():\n    pass\n", "doit définir « phi » et rien d'autre"),
        ("LIMIT = 3\n\n\ndef phi():\n    '''D.'''\n    return LIMIT\n", "et rien d'autre"),
        ("def phi():\n    return 1\n", "doit avoir une docstring et un corps"),
    ],
)
def test_a_solution_file_is_one_documented_definition(tree, code, message):
    (tree / "solutions" / "phi.py").write_text(code)

    with pytest.raises(BuildError, match=message):
        build(root=tree)


def test_what_nbgrader_refuses_is_reported(tree):
    edit(source_of(tree, "dqn"), "# Approximer la fonction Q", "# BEGIN SOLUTION")

    with pytest.raises(BuildError, match="nbgrader n'a pas pu publier « dqn »"):
        build(root=tree)


@pytest.mark.parametrize("name", sorted(ASSIGNMENTS))
def test_what_grading_runs_of_a_notebook_draws_no_figure_and_plays_no_long_episode(name, blank):
    sources = [cell.source for cell in blank(name).cells if is_runnable(cell)]
    assert [one for one in sources if "plt.subplots" in one or "Acrobot" in one] == []
