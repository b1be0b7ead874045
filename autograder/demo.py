"""A sample course in a scratch folder: a class of twelve hands in both assignments."""

import shutil
from pathlib import Path

import nbformat

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.course import CONFIG, CourseError
from autograder.classroom.gradebook import generate_assignment
from autograder.paths import ROOT
from autograder.proof.bank import variant
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook

MARK = ".cours-d-essai"
BLANK = "ébauche"
ENDLESS = "boucle sans fin"

# Who hands in what: answers of the bank of implementations instead of the reference ones.
CLASS: dict[str, dict[str, str]] = {
    "amelie": {},
    "bilal": {  # right answers in another style
        "phi": "right/np_where",
        "linear_fa": "right/loop_of_dots",
        "get_targets": "right/where",
        "update_theta": "right/loop",
        "epsilon_greedy_policy": "right/random_ties",
        "ReplayBuffer": "right/deque_maxlen",
        "dqn_loss": "right/one_hot",
    },
    "camille": {"update_theta": "wrong/flat_take", "dqn_loss": "wrong/all_actions"},
    "driss": {"get_targets": "wrong/no_mask", "dqn_loss": "wrong/sum_not_mean"},
    "elena": {"phi": "wrong/inverted_sign", "dqn_loss": "wrong/broadcast"},
    "farid": {"ReplayBuffer": "wrong/one_too_many", "update_theta": "wrong/rebound"},
    "gaelle": {
        "get_targets": "wrong/minimum",
        "epsilon_greedy_policy": "wrong/inverted_epsilon",
        "dqn_loss": "wrong/detached",
    },
    "hugo": {"update_theta": "wrong/ascent", "ReplayBuffer": "wrong/with_replacement"},
    "ines": dict.fromkeys(("update_theta", "batch_linear_q", "deep_q_learning"), BLANK),
    "jules": dict.fromkeys((e for a in ASSIGNMENTS.values() for e in a.exercises), BLANK),
    "karim": {"linear_fa": ENDLESS, "dqn_loss": ENDLESS},
    "lea": {},  # her files are not notebooks: see below
}
NOT_A_NOTEBOOK = "Bonjour, voici mon devoir."


def make_course(folder: Path) -> None:
    """Create the course in `folder`, replacing an earlier one, with everything handed in.

    Raises CourseError when the folder holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise CourseError(f"Le dossier {folder} existe et n'est pas un cours d'essai.")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "source", folder / "source")
    shutil.copy(ROOT / CONFIG, folder / CONFIG)
    (folder / MARK).touch()
    for assignment in ASSIGNMENTS.values():
        generate_assignment(folder, assignment.name)
        for student in CLASS:
            _hand_in(folder, assignment, student)


def _hand_in(folder: Path, assignment: Assignment, student: str) -> None:
    path = folder / "submitted" / student / assignment.name / f"{assignment.name}.ipynb"
    path.parent.mkdir(parents=True)
    if student == "lea":
        path.write_text(NOT_A_NOTEBOOK, encoding="utf-8")
        return
    blank = teacher_notebook(folder / "notebooks" / assignment.name, assignment)
    nbformat.write(fill(blank, _answers(assignment, CLASS[student])), path)


def _answers(assignment: Assignment, choices: dict[str, str]) -> dict[str, str]:
    answers = references(assignment)
    for exercise in set(assignment.exercises) & set(choices):
        choice = choices[exercise]
        if choice == BLANK:
            del answers[exercise]
        elif choice == ENDLESS:
            answers[exercise] = f"def {exercise}(*args):\n    while True:\n        pass"
        else:
            answers[exercise] = variant(f"{exercise}/{choice}")
    return answers
