"""The same forged submissions before stock `nbgrader autograde` and before this grader.

Only attacks on marks are run, none that could harm the machine: stock nbgrader has no jail. Every
submission has a right phi and nothing else, so that any other point is stolen.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from rich.console import Console
from rich.progress import track
from sqlalchemy.exc import SAWarning

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import grading
from autograder.paths import ROOT
from autograder.report.words import mark
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission

sys.path.insert(0, str(ROOT))
from tests.attacks.test_attacks import CORPUS, KNOWLEDGE, attacked, filled, reference

NAME = "q_lineaire"
HARMLESS = (
    "cahier/cellule_notee_ajoutee",
    "cahier/noms_en_double",
    "cahier/points_geants",
    "cahier/points_impossibles",
    "cahier/sauter_les_tests",
    "cahier/solution_sur_le_test",
    "cahier/sorties_toutes_faites",
    "cahier/test_en_texte",
    "cahier/test_reecrit",
    "cellule/crochets_ipython",
    "cellule/espace_de_noms_piege",
    "cellule/faux_isinstance",
    "cellule/faux_numpy_testing",
    "cellule/note_en_affichage",
    "cellule/note_en_resultat",
    "cellule/note_mise_a_jour",
    "cellule/outils_ecrases",
    "cellule/trace",
    "cellule/transforme_le_code",
    "reponse/get_targets-egal_a_tout",
    "reponse/get_targets-generateur",
    "reponse/get_targets-sous_classe_ndarray",
    "reponse/get_targets-sous_classes",
)
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "cours"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError('À compléter')"}
"""
HIDDEN = """
### BEGIN HIDDEN TESTS
assert get_targets(np.array([[1.0, 5.0]]), np.ones(1), np.array([False]), 0.5).tolist() == [3.5]
### END HIDDEN TESTS
"""


def stock_course(folder: Path) -> None:
    """A course with the same notebook, its hidden tests where stock nbgrader wants them."""
    source = folder / "source" / NAME
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    teacher = nbformat.read(ROOT / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    for cell in teacher.cells:
        if cell.id == "check-get_targets":
            cell.source += HIDDEN
    nbformat.write(teacher, source / f"{NAME}.ipynb")
    (source / "outils.py").write_bytes((ROOT / "aides" / "outils.py").read_bytes())
    nbgrader(folder, "generate_assignment", NAME)


def nbgrader(folder: Path, *arguments: str) -> int:
    """The exit code of a plain nbgrader command."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["nbgrader", *arguments]
    environment = os.environ | {"PATH": path}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False
    ).returncode


def stock_mark(folder: Path, student: str, handed_in: dict) -> str:
    """The mark that stock nbgrader gives, or that it fails."""
    place = folder / "submitted" / student / NAME
    place.mkdir(parents=True)
    nbformat.write(nbformat.from_dict(handed_in), place / f"{NAME}.ipynb")
    if nbgrader(folder, "autograde", NAME, "--student", student) != 0:
        return "échec"
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return mark(gradebook.find_submission(NAME, student).score)


def own_mark(folder: Path, student: str, handed_in: dict) -> str:
    """The mark that this grader gives."""
    path = folder / f"{student}.ipynb"
    nbformat.write(nbformat.from_dict(handed_in), path)
    release = release_folder(ASSIGNMENTS[NAME])
    return mark(grading.grade(open_submission(path, ASSIGNMENTS[NAME], release)).score)


def main() -> None:
    for noisy in (SAWarning, nbformat.warnings.MissingIDFieldWarning):
        warnings.filterwarnings("ignore", category=noisy)
    assignment = ASSIGNMENTS[NAME]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        stock_course(folder)
        submissions = {"sans attaque": filled(assignment, {"phi": reference("phi")})}
        for name in HARMLESS:
            submissions[name] = attacked(CORPUS / f"{name}.py", KNOWLEDGE, assignment)
        rows = []
        for index, (name, handed_in) in enumerate(track(submissions.items(), "Attaques")):
            student = f"s{index:02d}"
            rows.append(
                (name, stock_mark(folder, student, handed_in), own_mark(folder, student, handed_in))
            )
    console = Console(width=120)
    console.print("| attaque | `nbgrader autograde` | ce correcteur |\n|---|---:|---:|")
    for row in rows:
        console.print("| " + " | ".join(row) + " |", highlight=False)


if __name__ == "__main__":
    main()
