"""Builds the notebooks: text source → instructor notebook → student release.

The text sources (`source/<assignment>/<assignment>.md`, jupytext Markdown) hold no answer. Cell
metadata says what to insert: `exercise`, `given`, `check`, `demo` for code cells, `question` for
a written question; `tooling` folds a cell that is only to be run. In the text of an exercise,
`{enjeu}` stands for its points and its expected minutes; anywhere, `{total}` stands for the points
of all the exercises. The answers come from `solutions/`, the
release from nbgrader itself.
"""

import contextlib
import hashlib
import io
import itertools
import json
import logging
import re
import shutil
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder import online
from autograder.answers import read_source, solution_code
from autograder.catalogue import Assignment, assignments
from autograder.cell_kinds import labelled
from autograder.declarations import declaration
from autograder.errors import BuildError
from autograder.headings import number_headings
from autograder.paths import ROOT
from autograder.submission.cells import DEMO_TAG

AIDS = "aides"  # where the modules that travel with a notebook stand
# Beside every notebook.
HELPERS = (
    "outils.py",
    "phrases.py",
    "verifications.py",
    "donnees.py",
    "cartes.py",
    "erreurs.py",
)
EVIDENCE = ("traces.py", "preuves.py")
HELPERS_OF = {  # by kind of check
    "boucle": (*EVIDENCE, "boucles.py", "sondes.py"),
    "agent": (*EVIDENCE, "agents.py"),
    "boucle_a_cible": (*EVIDENCE, "boucles.py", "boucles_cible.py", "sondes.py"),
}
ASKED_FOR = ("sondes.py", "experiences.py")  # beside a notebook that imports them
WELCOME, NOTEBOOKS = "accueil.md", "{cahiers}"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
CHECKS = "verifications.json"  # what the visible checks compare with; no grader reads it
DIRECTIVES = {"exercise", "given", "check", "demo", "tooling", "question"}
STAKE, TOTAL = "{enjeu}", "{total}"
OF_EXERCISE = re.compile(r"## Exercice `(\w+)`")
# What is left to see of a folded cell: in JupyterLab, its first line; in Colab, its form's title.
FOLDED = "# @title Outillage : à exécuter, rien à y changer"
# Jupyter goes on past a cell with this tag: « Exécuter tout » is not stopped by the first check.
MAY_FAIL_TAG = "raises-exception"
NOTEBOOK_METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def build(check: bool = False, root: Path = ROOT) -> list[Path]:
    """Return the built files that were stale, having rewritten them unless `check`."""
    stale = []
    listed = assignments(root / "source").values()
    _check_ranks(listed)
    by_assignment = (built_files(one, root) for one in listed)
    for built in itertools.chain([_welcome(listed, root)], by_assignment):
        for path, content in built.items():
            if not _is_current(path, content):
                stale.append(path)
                if not check:
                    _write(path, content)
    return stale


def _welcome(listed: Iterable[Assignment], root: Path) -> dict[Path, bytes | Path]:
    """The page that students see first: it leads to every notebook, in their order."""
    path = root / "source" / WELCOME
    if not path.is_file():
        return {}
    links, public = [], online.repository(root)
    for number, one in enumerate(listed, start=1):
        title = TITLE.search(read_source(root / "source" / one.name / f"{one.name}.md"))
        link = f"{number}. [{title[1] if title else one.name}]({one.name}/{one.name}.ipynb)"
        links.append(f"{link} {online.badges(public, one.name)}" if public else link)
    text = read_source(path).replace(NOTEBOOKS, "\n".join(links))
    return {root / "notebooks" / WELCOME: text.encode()}


def _check_ranks(listed: Iterable[Assignment]) -> None:
    """Refuse assignments of which nothing says which one comes first."""
    ranks: dict[int, str] = {}
    for assignment in listed:
        name, rank = assignment.name, assignment.rank
        if rank is None:
            raise BuildError(f"{name}.md : l'en-tête doit dire le rang du devoir (rank).")
        if rank in ranks:
            raise BuildError(f"{ranks[rank]} et {name} ont le même rang, {rank}.")
        ranks[rank] = name


def built_files(assignment: Assignment, root: Path = ROOT) -> dict[Path, bytes | Path]:
    """Return everything that is derived for an assignment: path → content, or a link's target.

    The helpers exist once, in aides: nbgrader follows the links and releases copies, which
    students can take anywhere.
    """
    name = assignment.name
    notebook = instructor_notebook(assignment, root)  # refuses an exercise that is none
    checks = _checks(assignment)
    beside = helpers(checks, notebook)
    _let_it_travel_alone(notebook, assignment, [*beside, CHECKS], root)
    made = {f"{name}.ipynb": _serialise(notebook), CHECKS: _as_lines(checks)}
    aids = {file: read_source(root / AIDS / file).encode() for file in beside}
    released = _release(name, {**made, **aids}, root)
    return {
        **{root / "source" / name / file: content for file, content in made.items()},
        **{root / "source" / name / file: Path("..", "..", AIDS, file) for file in beside},
        **{root / "notebooks" / name / file: content for file, content in released.items()},
    }


def _let_it_travel_alone(
    notebook: NotebookNode, assignment: Assignment, files: list[str], root: Path
) -> None:
    """Have the folded cell fetch the files that stand beside it, where they are public."""
    public = online.repository(root)
    for cell in notebook.cells:
        if public and cell.source.startswith(FOLDED):
            code = online.fetching(public, assignment.name, files)
            cell.source = cell.source.replace(f"{FOLDED}\n", f"{FOLDED}\n{code}")


def helpers(checks: dict[str, dict], notebook: NotebookNode) -> list[str]:
    """The modules that travel beside a notebook; `checks`: the data of its visible checks."""
    for_checks = (HELPERS_OF.get(data["sorte"], ()) for data in checks.values())
    lines = {line for cell in notebook.cells for line in cell.source.splitlines()}
    asked = (file for file in ASKED_FOR if f"import {file.removesuffix('.py')}" in lines)
    return list(dict.fromkeys((*HELPERS, *itertools.chain(*for_checks), *asked)))


# ---- text source → instructor notebook -------------------------------------------------------


def instructor_notebook(assignment: Assignment, root: Path = ROOT) -> NotebookNode:
    """Return the notebook with the solutions in it."""
    path = root / "source" / assignment.name / f"{assignment.name}.md"
    text = jupytext.reads(read_source(path), fmt="md")
    try:
        _check_directives(assignment, text.cells)
        cells = [_built_cell(cell, assignment, root / "solutions") for cell in text.cells]
    except BuildError as error:
        raise BuildError(f"{path} : {error}") from error
    _give_ids(cells)
    number_headings(cells)
    cells = list(labelled(cells, _stakes(cells)))
    return nbformat.v4.new_notebook(cells=cells, metadata=NOTEBOOK_METADATA)


def _check_directives(assignment: Assignment, cells: list[NotebookNode]) -> None:
    """Refuse unknown or missing directives: a misspelt one must not pass for a plain cell."""
    for cell in cells:
        unknown = set(cell.metadata) - DIRECTIVES - {"points", "region_name"}
        if unknown:
            raise BuildError(f"directive inconnue « {min(unknown)} ».")
        if len(DIRECTIVES & set(cell.metadata)) > 1:
            raise BuildError(f"une cellule porte plusieurs directives : {dict(cell.metadata)}.")
    found = {name: _named(name, cells) for name in ("exercise", "check", "question")}
    if (*found["exercise"], *found["question"]) != (*assignment.exercises, *assignment.manual):
        raise BuildError("une directive exercise ou question n'est pas sur la première ligne.")
    for name in found["check"]:
        if name not in found["exercise"]:
            raise BuildError(f"check=\"{name}\" : ce devoir n'a pas d'exercice de ce nom.")
    expected = {**found, "check": found["exercise"]}
    for directive, names in expected.items():
        counts = Counter(found[directive])
        for name in names:
            if counts[name] != 1:
                raise BuildError(
                    f'une cellule {directive}="{name}" est attendue, {counts[name]} trouvée(s).'
                )


def _named(directive: str, cells: list[NotebookNode]) -> list[str]:
    """The values of a directive, in the order of the cells."""
    return [cell.metadata[directive] for cell in cells if directive in cell.metadata]


def _built_cell(cell: NotebookNode, assignment: Assignment, solutions: Path) -> NotebookNode:
    """Return the notebook cell that a cell of the text source stands for."""
    source, metadata = cell.source, cell.metadata
    if cell.cell_type == "markdown":
        if "question" in metadata:
            return _question_cell(metadata["question"], metadata.get("points"), source, solutions)
        return _plain_cell(nbformat.v4.new_markdown_cell, "texte", _announced(source, assignment))
    if "exercise" in metadata:
        return _exercise_cell(metadata["exercise"], source, solutions)
    if "given" in metadata:
        return _given_cell(metadata["given"], source, solutions, assignment)
    if "check" in metadata:
        return _check_cell(metadata["check"], source)
    about: dict = {"tags": [DEMO_TAG]} if metadata.get("demo") else {}
    if metadata.get("tooling"):
        about = {"jupyter": {"source_hidden": True}, "cellView": "form"}
    built = _plain_cell(nbformat.v4.new_code_cell, "code", source, about)
    if metadata.get("tooling"):
        built.source = f"{FOLDED}\n{source}"
    return built


def _stakes(cells: list[NotebookNode]) -> dict[str, str]:
    """What each exercise and written question is worth, in French."""
    worth = {}
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if "points" in about:
            name = about.grade_id.removeprefix("test_")
            worth[name] = stake(name) if about.locked else _points(about.points)
    return worth


def _points(worth: float) -> str:
    return f"{_number(worth)}\u00a0point{'s' * (worth >= 2)}"


def _number(worth: float) -> str:
    return f"{worth:g}".replace(".", ",")


def _announced(source: str, assignment: Assignment) -> str:
    """The text of a cell, the points and the minutes written where it asks for them."""
    from autograder.judging.runner import points

    if TOTAL in source:
        source = source.replace(TOTAL, _number(sum(map(points, assignment.exercises))))
    if STAKE not in source:
        return source
    title = OF_EXERCISE.match(source)
    if not title:
        raise BuildError(f"{STAKE} n'a de sens que sous un titre « ## Exercice `nom` ».")
    return source.replace(STAKE, stake(title[1]))


def stake(exercise: str) -> str:
    """What an exercise is worth, and how long it may take, in French."""
    from autograder.judging.runner import points

    counted, minutes = _points(points(exercise)), declaration(exercise).minutes
    return f"{counted}, {minutes}\u00a0minutes environ" if minutes else counted


def _plain_cell(
    new_cell: Callable[..., NotebookNode], prefix: str, source: str, metadata: dict | None = None
) -> NotebookNode:
    digest = hashlib.sha256(source.encode()).hexdigest()[:12]
    return new_cell(source, id=f"{prefix}-{digest}", metadata=metadata or {})


def _exercise_cell(name: str, source: str, solutions: Path) -> NotebookNode:
    _require_empty("exercise", name, source)
    code = solution_code(name, solutions, markers=True)
    return _code_cell(f"exercise-{name}", code, _nbgrader(name, solution=True))


def _given_cell(name: str, source: str, solutions: Path, assignment: Assignment) -> NotebookNode:
    _require_empty("given", name, source)
    if name in assignment.exercises:
        raise BuildError(f'given="{name}" donnerait la réponse d\'un exercice de ce devoir.')
    code = solution_code(name, solutions, markers=False)
    return _code_cell(f"given-{name}", code, _nbgrader(f"given_{name}", locked=True))


def _check_cell(name: str, source: str) -> NotebookNode:
    from autograder.judging.runner import points

    if not source.strip():
        raise BuildError(f'la cellule check="{name}" est vide.')
    metadata = _nbgrader(f"test_{name}", locked=True, points=points(name))
    return _code_cell(f"check-{name}", source, metadata, tags=[MAY_FAIL_TAG])


def _checks(assignment: Assignment) -> dict[str, dict]:
    """Return the data of the visible checks, by exercise.

    An exercise without a `visible` module is checked by what its cell of the source says.
    """
    from autograder.judging.runner import points
    from autograder.judging.visible import checks

    found = {name: checks(name) for name in assignment.exercises}
    return {
        name: {"points": points(name)} | data for name, data in found.items() if data is not None
    }


def _as_lines(checks: dict[str, dict]) -> bytes:
    """Return the file of the visible checks, one exercise a line."""
    lines = [f'"{name}": {json.dumps(data, ensure_ascii=False)}' for name, data in checks.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _question_cell(
    name: str, points: float | None, mark_scheme: str, solutions: Path
) -> NotebookNode:
    """Return a manually graded cell: the answer and the mark scheme are both for the teacher."""
    if points is None:
        raise BuildError(f'question="{name}" : il manque le nombre de points.')
    answer = read_source(solutions / f"{name}.md").strip()
    parts = ["<!-- BEGIN SOLUTION -->", answer, mark_scheme.strip(), "<!-- END SOLUTION -->"]
    metadata = {"nbgrader": _nbgrader(name, solution=True, points=points)}
    return nbformat.v4.new_markdown_cell(
        "\n\n".join(part for part in parts if part), id=f"question-{name}", metadata=metadata
    )


def _require_empty(directive: str, name: str, source: str) -> None:
    if source.strip():
        raise BuildError(
            f'la cellule {directive}="{name}" doit être vide : son code vient de solutions/.'
        )


def _code_cell(
    cell_id: str, source: str, nbgrader: dict, tags: list[str] | None = None
) -> NotebookNode:
    metadata = {"nbgrader": nbgrader} | ({"tags": tags} if tags else {})
    return nbformat.v4.new_code_cell(source, id=cell_id, metadata=metadata)


def _nbgrader(
    grade_id: str, *, solution: bool = False, locked: bool = False, points: float | None = None
) -> dict:
    """Return the metadata by which nbgrader knows a cell (schema version 3)."""
    metadata = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = int(points) if float(points).is_integer() else points
    return metadata


def _give_ids(cells: list[NotebookNode]) -> None:
    """Make the ids unique: identical plain cells are numbered."""
    seen: Counter[str] = Counter()
    for cell in cells:
        seen[cell.id] += 1
        if seen[cell.id] > 1:
            cell.id = f"{cell.id}-{seen[cell.id]}"


# ---- instructor notebook → student release ---------------------------------------------------


def _release(name: str, source: dict[str, bytes], root: Path) -> dict[str, bytes]:
    """Return the files that nbgrader releases, made in a temporary course folder."""
    with tempfile.TemporaryDirectory(prefix="autograder-build-") as folder:
        course = Path(folder)
        _copy_source(root / "source" / name, course / "source" / name)
        for file, content in source.items():
            (course / "source" / name / file).write_bytes(content)
        _generate_assignment(name, course, root / "nbgrader_config.py")
        released = course / "notebooks" / name
        return {
            str(path.relative_to(released)): path.read_bytes()
            for path in sorted(released.rglob("*"))
            if path.is_file()
        }


def _copy_source(source: Path, destination: Path) -> None:
    """Copy an assignment's other files (figures, data): nbgrader releases them too.

    What a link leads to is copied; a link that leads nowhere is left out.
    """
    unwanted = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "*.ipynb")

    def ignored(folder: str, names: list[str]) -> set[str]:
        return unwanted(folder, names) | {one for one in names if not Path(folder, one).exists()}

    shutil.copytree(source, destination, ignore=ignored)


def _generate_assignment(name: str, course: Path, config_file: Path) -> None:
    """Run nbgrader's generate_assignment, without a gradebook."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = name
    log = io.StringIO()
    with _log_to(log), contextlib.chdir(course):
        converter = GenerateAssignment(
            coursedir=CourseDirectory(config=config), config=config, no_database=True
        )
        converter.preprocessors = [p for p in converter.preprocessors if p is not SaveCells]
        try:
            converter.start()
        except (NbGraderException, SystemExit) as error:
            detail = textwrap.indent(log.getvalue().strip() or str(error), "    ")
            raise BuildError(f"nbgrader n'a pas pu publier « {name} » :\n{detail}") from error


@contextlib.contextmanager
def _log_to(stream: io.StringIO) -> Iterator[None]:
    """Keep nbgrader's log out of the terminal: it is shown only when something fails."""
    logger, handler = logging.getLogger("traitlets"), logging.StreamHandler(stream)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


# ---- files -----------------------------------------------------------------------------------


def _is_current(path: Path, content: bytes | Path) -> bool:
    if isinstance(content, Path):
        return path.is_symlink() and path.readlink() == content
    return path.is_file() and not path.is_symlink() and path.read_bytes() == content


def _write(path: Path, content: bytes | Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path) or path.is_symlink():
        path.unlink(missing_ok=True)  # what a link leads to is not to be written over
    if isinstance(content, Path):
        path.symlink_to(content)
    else:
        path.write_bytes(content)


def _serialise(notebook: NotebookNode) -> bytes:
    nbformat.validate(notebook)
    return (nbformat.writes(notebook, version=4) + "\n").encode()
