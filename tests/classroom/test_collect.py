"""`autograder collect`: every file is placed or named, whatever the school's system made of it."""

import os
import random
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.collecting import archive, collect
from autograder.classroom.course import CONFIG
from autograder.classroom.exporting.worksheet import Participant
from autograder.errors import UsageError
from autograder.paths import RELEASE
from autograder.report.collected import Outcome
from tests.classroom.deposits import (
    linked_zip,
    moodle,
    notebook,
    raw_name_zip,
    write_folder,
    write_zip,
    zipped,
)

pytestmark = pytest.mark.slow

ASSIGNMENT = ASSIGNMENTS["q_lineaire"]
CLASS = [
    ("zbelanger", "Zoé", "Bélanger-Lévesque", "zbelanger@exemple.ca"),
    ("jdamours", "Jean-Noël", "D’Amours", "jdamours@exemple.ca"),
    ("mcote", "Maëlle", "Côté", "mcote@exemple.ca"),
    ("egagne", "Éloïse", "Gagné", "egagne@exemple.ca"),
    ("nsenechal", "Noé", "Sénéchal, fils", "nsenechal@exemple.ca"),
]


class Course:
    """A course folder: its list of students, what is collected into it and what stands there."""

    def __init__(self, folder, work):
        self.folder, self.work = folder, work

    def enter(self, *students):
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            for student, first_name, last_name, email in students:
                gradebook.update_or_create_student(
                    student, first_name=first_name, last_name=last_name, email=email
                )

    def collect(self, source, **by_hand):
        return collect.collect(self.folder, ASSIGNMENT, source, by_hand)

    def zip(self, files, times=None):
        return self.collect(write_zip(self.work / "remises.zip", files, times))

    def submitted(self, student):
        folder = self.folder / "submitted" / student / "q_lineaire"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    @property
    def students(self):
        return sorted(path.parent.name for path in self.folder.glob("submitted/*/q_lineaire"))

    @property
    def aside(self):
        root = self.folder / "downloaded" / "q_lineaire" / "a_part"
        return {
            p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()
        }


@pytest.fixture
def course(course_folder, tmp_path):
    (tmp_path / "work").mkdir()
    return Course(course_folder, tmp_path / "work")


@pytest.fixture
def class_course(course, empty_gradebook):
    shutil.copy(empty_gradebook, course.folder)
    course.enter(*CLASS)
    return course


def outcomes(report):
    return {line.student: line.outcome for line in report.lines}


def said(report):
    """All that the report says, in one text."""
    remarks = [f"{line.sender} : {remark}" for line in report.lines for remark in line.remarks]
    return "\n".join(remarks + report.sentences)


MOODLE = {
    moodle("Zoé Bélanger-Lévesque", 11, "q_lineaire.ipynb"): notebook("zoe"),
    # Moodle drops apostrophes from file names.
    moodle("Jean-Noël DAmours", 12, "q_lineaire (1).ipynb"): notebook("jean-noel"),
    moodle("Maëlle Côté [groupe 2]", 13, "q_lineaire.ipynb.json"): notebook("maelle"),
    moodle(unicodedata.normalize("NFD", "Éloïse Gagné"), 14, "mon devoir.ipynb"): notebook(
        "eloise"
    ),
}


def test_a_moodle_zip_goes_to_the_students_of_the_list(class_course):
    report = class_course.zip(MOODLE)
    assert report.complete
    assert class_course.students == ["egagne", "jdamours", "mcote", "zbelanger"]
    for student, mark in (
        ("zbelanger", "zoe"),
        ("jdamours", "jean-noel"),
        ("mcote", "maelle"),
        ("egagne", "eloise"),
    ):
        assert class_course.submitted(student) == {"q_lineaire.ipynb": notebook(mark)}
    assert report.missing == ["Noé Sénéchal, fils (nsenechal)"]
    assert said(report) == ""


def test_the_unzipped_folder_and_the_flat_form_give_the_same(class_course):
    class_course.collect(write_folder(class_course.work / "dossier", MOODLE))
    folder = {name: class_course.submitted(name) for name in class_course.students}
    shutil.rmtree(class_course.folder / "submitted")
    shutil.rmtree(class_course.folder / "downloaded")
    class_course.zip({name.replace("_file/", "_file_"): data for name, data in MOODLE.items()})
    assert {name: class_course.submitted(name) for name in class_course.students} == folder
    assert len(folder) == 4


def test_one_eloise_whatever_the_form_of_her_accents(course):
    name = moodle("Éloïse Gagné", 14, "q_lineaire.ipynb")
    course.zip({unicodedata.normalize("NFD", name): notebook()})
    report = course.zip({unicodedata.normalize("NFC", name): notebook()})
    assert outcomes(report) == {"eloise-gagne-14": Outcome.SAME}
    assert course.students == ["eloise-gagne-14"]


def test_without_a_list_a_copy_goes_under_its_own_name_and_the_report_says_so(course):
    report = course.zip(MOODLE)
    assert report.complete
    assert course.students == [
        "eloise-gagne-14",
        "jean-noel-damours-12",
        "maelle-cote-13",
        "zoe-belanger-levesque-11",
    ]
    assert "n'a pas de liste de la classe" in said(report)
    assert "« autograder roster liste.csv »" in said(report)


def test_a_list_that_comes_later_takes_the_copies_over(course, empty_gradebook):
    course.zip(MOODLE)
    shutil.copy(empty_gradebook, course.folder)
    course.enter(*CLASS)
    report = course.zip(MOODLE)
    assert course.students == ["egagne", "jdamours", "mcote", "zbelanger"]
    assert not (course.folder / "submitted" / "eloise-gagne-14").exists()
    assert "Éloïse Gagné : Cette copie était placée sous « eloise-gagne-14 »." in said(report)


CANVAS = {
    "bélangerlévesquezoé_4410_98765_q_lineaire.ipynb": notebook("zoe"),
    "sénéchalfilsnoé_LATE_4411_98766_q_lineaire-1.ipynb": notebook("noe"),
    "sénéchalfilsnoé_LATE_4411_98767_photo.png": b"image",
    "côtémaëlle_4412_text.html": b"<p>Bonjour</p>",
}


def test_a_canvas_zip(class_course):
    report = class_course.zip(CANVAS)
    assert class_course.students == ["nsenechal", "zbelanger"]
    assert class_course.submitted("nsenechal") == {
        "q_lineaire.ipynb": notebook("noe"),
        "photo.png": b"image",
    }
    assert "Canvas marque cette remise en retard." in said(report)
    # Maëlle wrote a text and gave no notebook: she is named, and what she wrote is kept.
    assert not report.complete
    assert outcomes(report)["mcote"] == Outcome.NONE
    assert class_course.aside["mcote/text.html"] == b"<p>Bonjour</p>"


def test_the_number_of_the_schools_system_wins_over_names(class_course):
    with Gradebook(f"sqlite:///{class_course.folder / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_student("egagne", lms_user_id="4410")
    class_course.zip({"nouveaunom_4410_98765_q_lineaire.ipynb": notebook()})
    assert class_course.students == ["egagne"]


def test_an_anonymous_canvas_zip(course):
    course.zip({"anon_aB3xZ_98765_q_lineaire.ipynb": notebook()})
    assert course.students == ["anon-ab3xz-aB3xZ"]


@pytest.mark.parametrize(
    "path",
    [
        "zbelanger/q_lineaire.ipynb",
        "zbelanger/q_lineaire/q_lineaire.ipynb",
        "zbelanger@exemple.ca/devoir.ipynb",
        "Bélanger-Lévesque, Zoé/devoir.ipynb",
        "zbelanger.ipynb",
        "q_lineaire_zbelanger.ipynb",
        "Zoé Bélanger-Lévesque - q_lineaire.ipynb",
    ],
)
def test_folders_and_files_that_a_teacher_names(class_course, path):
    files = {path: notebook("zoe"), "mcote/q_lineaire.ipynb": notebook("maelle")}
    assert class_course.zip(files).complete
    assert class_course.submitted("zbelanger") == {"q_lineaire.ipynb": notebook("zoe")}
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("maelle")}


ZOE, MAELLE = notebook("zoe"), notebook("maelle")
OTHER_SYSTEMS = {
    "brightspace": {
        "397063-2557369 - Zoé Bélanger-Lévesque - Sep 24, 2026 926 PM/q_lineaire.ipynb": ZOE,
        "397063-2557369 - Maëlle Côté - Sep 25, 2026 1226 AM/devoir.ipynb": MAELLE,
        "index.html": b"<html>",
    },
    "brightspace in French, twice the same student": {
        "397063-2557369 - Zoé Bélanger-Lévesque - 24 sept. 2026 2126/q_lineaire.ipynb": ZOE,
        "397063-2557369 - Maëlle Côté - 1 déc. 2026 0826/devoir.ipynb": MAELLE,
        "397063-2557369 - Maëlle Côté - 30 nov. 2026 2326/devoir.ipynb": notebook("avant"),
    },
    "blackboard": {
        "Devoir1_zbelanger_attempt_2026-09-24-21-26-00_q_lineaire.ipynb": ZOE,
        "Devoir1_zbelanger_attempt_2026-09-24-21-26-00.txt": b"Name",
        "Devoir1_mcote_attempt_2026-09-24-21-26-00_mon devoir.ipynb": MAELLE,
        "Devoir1_mcote_attempt_2026-09-24-21-26-00.txt": b"Name",
    },
    "names and student numbers": {
        "Bélanger-Lévesque_Zoé_1034567_q_lineaire.ipynb": ZOE,
        "Côté_Maëlle_3034567_mon devoir.ipynb": MAELLE,
    },
    "student numbers and names": {
        "1034567 - Bélanger-Lévesque, Zoé/q_lineaire.ipynb": ZOE,
        "Côté, Maëlle (3034567)/q_lineaire.ipynb": MAELLE,
    },
    "google classroom": {
        "Devoir 1/Zoé Bélanger-Lévesque - Copie de q_lineaire.ipynb": ZOE,
        "Devoir 1/Maëlle Côté - q_lineaire (1).ipynb": MAELLE,
    },
    "teams": {
        "Zoé Bélanger-Lévesque/Devoir 1/Version 2/q_lineaire.ipynb": ZOE,
        "Zoé Bélanger-Lévesque/Devoir 1/Version 1/q_lineaire.ipynb": notebook("avant"),
        "Maëlle Côté/Devoir 1/Version 1/q_lineaire.ipynb": MAELLE,
    },
    "github classroom": {
        "q-lineaire-zbelanger/q_lineaire.ipynb": ZOE,
        "q-lineaire-mcote/q_lineaire.ipynb": MAELLE,
    },
    "zips of the students' own": {
        moodle("Zoé Bélanger-Lévesque", 11, "devoir.zip"): zipped({"rendu/devoir.ipynb": ZOE}),
        moodle("Maëlle Côté", 13, "q_lineaire.ipynb"): MAELLE,
    },
}


@pytest.mark.parametrize("system", OTHER_SYSTEMS)
def test_what_other_systems_give(class_course, system):
    assert class_course.zip(OTHER_SYSTEMS[system]).complete
    assert class_course.submitted("zbelanger")["q_lineaire.ipynb"] == ZOE
    assert class_course.submitted("mcote")["q_lineaire.ipynb"] == MAELLE
    assert class_course.students == ["mcote", "zbelanger"]


def test_a_student_number_is_that_of_the_list(class_course):
    class_course.enter(("2034567", "Maëlle", "Côté", "autre@exemple.ca"))
    class_course.zip({"Côté_Maëlle_2034567_devoir.ipynb": MAELLE})
    assert class_course.students == ["2034567"]


@pytest.mark.parametrize(
    "content",
    [
        zipped({"../q_lineaire.ipynb": ZOE}),
        zipped({"devoir.ipynb": b"0" * (collect.MAX_FILE + 1)}),
        zipped({"devoir.zip": zipped({"q_lineaire.ipynb": ZOE})}),
        b"PK\x03\x04 cut",
        b"Rar!\x1a\x07",
    ],
    ids=["outside", "bomb", "zip in zip in zip", "truncated", "rar"],
)
def test_an_archive_that_is_not_opened_is_kept_and_named(class_course, content):
    report = class_course.zip({moodle("Maëlle Côté", 13, "devoir.rar"): content})
    assert not report.complete
    assert "elle n'est pas ouverte" in said(report)
    assert class_course.submitted("mcote") == {}
    (kept,) = class_course.aside
    assert kept.startswith("mcote/devoir.")
    assert not any("mcote" in one for one in report.missing), "it was received, if not opened"


def test_a_folder_around_the_students_folders(class_course):
    class_course.zip({f"remises/{name}": data for name, data in MOODLE.items()})
    class_course.zip({"tout/nsenechal/devoir.ipynb": notebook("noe")})
    assert class_course.students == ["egagne", "jdamours", "mcote", "nsenechal", "zbelanger"]


def test_files_of_nobody_are_kept_and_named(class_course):
    report = class_course.zip({"q_lineaire.ipynb": notebook("?"), "zbelanger.ipynb": notebook()})
    assert not report.complete
    assert "« q_lineaire.ipynb » n'est au nom de personne" in said(report)
    assert class_course.aside == {"sans_nom/q_lineaire.ipynb": notebook("?")}


def test_a_name_outside_the_list_is_placed_and_said_with_the_nearest_one(class_course):
    report = class_course.zip({moodle("Zoé Bélanger", 11, "q_lineaire.ipynb"): notebook()})
    assert class_course.students == ["zoe-belanger-11"]
    assert "Est-ce Zoé Bélanger-Lévesque (zbelanger) ?" in said(report)
    report = class_course.collect(class_course.work / "remises.zip", **{"11": "zbelanger"})
    assert class_course.students == ["zbelanger"]
    # It is remembered.
    assert outcomes(class_course.collect(class_course.work / "remises.zip")) == {
        "zbelanger": Outcome.SAME
    }


@pytest.mark.parametrize("group", ["Groupe 01-", "Jeudi-A (soir)-", "-"])
def test_the_group_that_moodle_writes_before_every_name_is_no_part_of_it(class_course, group):
    names = ("Zoé Bélanger-Lévesque", "Jean-Noël DAmours", "Maëlle Côté")
    report = class_course.zip(
        {moodle(group + name, i, "q_lineaire.ipynb"): notebook() for i, name in enumerate(names)}
    )
    assert class_course.students == ["jdamours", "mcote", "zbelanger"]
    assert said(report) == ""


def test_half_of_a_first_name_is_not_a_group(class_course):
    class_course.enter(("nd", "Noël", "DAmours", "nd@exemple.ca"), ("pr", "Paul", "Roy", "pr@e.ca"))
    class_course.zip({moodle("Luc-Noël DAmours", 12, "q_lineaire.ipynb"): notebook()})
    class_course.zip(
        {
            moodle("Luc-Paul Roy", 13, "q_lineaire.ipynb"): notebook(),
            moodle("Zoé Bélanger-Lévesque", 14, "q_lineaire.ipynb"): notebook(),
        }
    )
    assert not {"nd", "pr"} & set(class_course.students)


def test_homonyms_are_never_guessed(class_course):
    class_course.enter(("ecote", "Maelle", "Cote", "ecote@exemple.ca"))
    report = class_course.zip({moodle("Maëlle Côté", 13, "q_lineaire.ipynb"): notebook()})
    assert class_course.students == ["maelle-cote-13"]
    assert "Plusieurs étudiants de la liste portent ce nom" in said(report)


def test_two_senders_of_one_name_keep_both_copies(class_course):
    report = class_course.zip(
        {
            moodle("Maëlle Côté", 13, "q_lineaire.ipynb"): notebook("une"),
            moodle("Maëlle Côté", 99, "q_lineaire.ipynb"): notebook("autre"),
        }
    )
    assert class_course.students == ["maelle-cote-13", "maelle-cote-99"]
    assert "Plusieurs remises sont au nom de mcote" in said(report)


def test_a_derived_name_is_never_that_of_a_listed_student(class_course):
    class_course.enter(
        ("maelle-cote", "Maëlle", "Côté", "a@exemple.ca"), ("mcote2", "Maëlle", "Côté", "b@ex.ca")
    )
    class_course.zip({"Maëlle Côté/q.ipynb": notebook(), "zbelanger/q.ipynb": notebook()})
    assert "maelle-cote" not in class_course.students
    assert len(class_course.students) == 2


# ---- several versions, other files ----


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("q_lineaire.ipynb", "q_lineaire (1).ipynb"),
        ("q_lineaire (9).ipynb", "q_lineaire (10).ipynb"),
        ("q_lineaire-1.ipynb", "q_lineaire-2.ipynb"),
        ("q_lineaire v1.ipynb", "q_lineaire v2.ipynb"),
        ("q_lineaire.ipynb", "q_lineaire-VF.ipynb"),
        ("brouillon.ipynb", "q_lineaire.ipynb"),
    ],
)
@pytest.mark.parametrize("reverse", [False, True])
def test_the_latest_of_several_versions_is_graded_and_the_other_kept(
    class_course, older, newer, reverse
):
    files = {
        moodle("Maëlle Côté", 13, older): notebook("ancien"),
        moodle("Maëlle Côté", 13, newer): notebook("nouveau"),
    }
    report = class_course.zip(dict(sorted(files.items(), reverse=reverse)))
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("nouveau")}
    assert class_course.aside == {f"mcote/{older}": notebook("ancien")}
    assert f"« {newer} » est la copie retenue ; « {older} » est gardé dans" in said(report)
    assert report.complete


def test_hours_that_differ_decide_before_names(class_course):
    files = {
        moodle("Maëlle Côté", 13, "q_lineaire (1).ipynb"): notebook("ancien"),
        moodle("Maëlle Côté", 13, "q_lineaire.ipynb"): notebook("nouveau"),
    }
    times = {name: (2026, 11, 20, 10 + i, 0, 0) for i, name in enumerate(files)}
    class_course.zip(files, times)
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("nouveau")}


def test_another_assignments_notebook_is_not_the_submission(class_course):
    mine, other = (
        (RELEASE / name / f"{name}.ipynb").read_bytes() for name in ("q_lineaire", "dqn")
    )
    class_course.zip(
        {
            moodle("Maëlle Côté", 13, "q_lineaire (2).ipynb"): other,
            moodle("Maëlle Côté", 13, "q_lineaire (1).ipynb"): notebook("notes de cours"),
            moodle("Maëlle Côté", 13, "devoir.ipynb"): mine,
            moodle("Maëlle Côté", 13, "devoir (3).ipynb"): b"abime",
        }
    )
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": mine}
    assert len(class_course.aside) == 3


def test_the_only_notebook_of_a_student_may_answer_another_assignment(class_course):
    other = (RELEASE / "dqn" / "dqn.ipynb").read_bytes()
    report = class_course.zip({moodle("Maëlle Côté", 13, "dqn.ipynb"): other})
    assert "« dqn.ipynb » répond à « dqn », et non à « q_lineaire »." in said(report)
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": other}
    assert not report.complete


RENAMED = ("json", "txt", "ipynb.txt", "ipynb.html", "ipynb.download", "ipynb (1)", "")


@pytest.mark.parametrize("name", [f"q_lineaire.{end}".rstrip(".") for end in RENAMED])
def test_a_notebook_that_a_browser_renamed(class_course, name):
    class_course.zip(
        {
            moodle("Maëlle Côté", 13, name): notebook("mien"),
            moodle("Maëlle Côté", 13, "donnees.json"): b'{"pas": "un cahier"}',
        }
    )
    assert class_course.submitted("mcote") == {
        "q_lineaire.ipynb": notebook("mien"),
        "donnees.json": b'{"pas": "un cahier"}',
    }


def test_what_stands_beside_the_notebook_keeps_its_place(class_course):
    report = class_course.zip(
        {
            moodle("Maëlle Côté", 13, "devoir/q_lineaire.ipynb"): notebook(),
            moodle("Maëlle Côté", 13, "devoir/images/gradient.png"): b"image",
            moodle("Maëlle Côté", 13, "lisez-moi.txt"): b"bonjour",
            moodle("Maëlle Côté", 13, "__MACOSX/._q_lineaire.ipynb"): b"\0\5\26\7",
            moodle("Maëlle Côté", 13, ".ipynb_checkpoints/q_lineaire-checkpoint.ipynb"): b"{}",
            moodle("Maëlle Côté", 13, "Icon\r"): b"",
            "Icon\r": b"",
        }
    )
    assert class_course.submitted("mcote") == {
        "q_lineaire.ipynb": notebook(),
        "images/gradient.png": b"image",
        "lisez-moi.txt": b"bonjour",
    }
    assert "images/gradient.png, lisez-moi.txt" in said(report)
    assert "Fichiers du système laissés de côté (._*, .DS_Store…) : 4." in said(report)


def test_a_file_that_is_no_notebook_is_still_handed_to_the_grader(class_course):
    class_course.zip({moodle("Maëlle Côté", 13, "q_lineaire.ipynb"): b"Voici mon devoir."})
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": b"Voici mon devoir."}


# ---- a second collect ----


def modified(course):
    return {p: p.stat().st_mtime_ns for p in course.folder.rglob("*") if "registre" not in p.name}


def test_the_same_zip_twice_changes_nothing(class_course):
    files = MOODLE | {moodle("Maëlle Côté [groupe 2]", 13, "q_lineaire (1).ipynb"): notebook("2")}
    class_course.zip(files)
    before = {p for p in modified(class_course) if p.is_file()}
    times = {p: p.stat().st_mtime_ns for p in before}
    report = class_course.zip(files)
    assert set(outcomes(report).values()) == {Outcome.SAME}
    assert {p for p in modified(class_course) if p.is_file()} == before
    assert {p: p.stat().st_mtime_ns for p in before} == times


def test_a_later_download_replaces_and_keeps_the_earlier_version(class_course):
    name = moodle("Maëlle Côté", 13, "q_lineaire.ipynb")
    class_course.zip({name: notebook("un")}, {name: (2026, 11, 20, 12, 0, 0)})
    report = class_course.zip({name: notebook("deux")}, {name: (2026, 11, 21, 12, 0, 0)})
    assert outcomes(report) == {"mcote": Outcome.REPLACED}
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("deux")}
    assert class_course.aside == {"mcote/precedente/q_lineaire.ipynb": notebook("un")}


def test_an_earlier_download_does_not_replace(class_course):
    name = moodle("Maëlle Côté", 13, "q_lineaire.ipynb")
    class_course.zip({name: notebook("deux")}, {name: (2026, 11, 21, 12, 0, 0)})
    for _ in range(2):
        report = class_course.zip({name: notebook("un")}, {name: (2026, 11, 20, 12, 0, 0)})
        assert outcomes(report) == {"mcote": Outcome.OLDER}
        assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("deux")}
        assert class_course.aside == {"mcote/plus_ancienne/q_lineaire.ipynb": notebook("un")}


def test_what_a_teacher_mended_by_hand_is_not_undone(class_course):
    class_course.zip(MOODLE)
    path = class_course.folder / "submitted" / "mcote" / "q_lineaire" / "q_lineaire.ipynb"
    path.write_bytes(notebook("corrigé à la main"))
    assert outcomes(class_course.zip(MOODLE))["mcote"] == Outcome.KNOWN
    assert path.read_bytes() == notebook("corrigé à la main")


def test_a_copy_that_came_otherwise_is_kept_when_it_is_replaced(class_course):
    path = class_course.folder / "submitted" / "mcote" / "q_lineaire" / "q_lineaire.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook("déposé à la main"))
    class_course.zip(MOODLE)
    assert path.read_bytes() == notebook("maelle")
    kept = class_course.aside["mcote/precedente/q_lineaire.ipynb"]
    assert kept == notebook("déposé à la main")


# ---- when it was handed in ----


def timestamp(course, student):
    return course.submitted(student).get("timestamp.txt")


@pytest.fixture
def montreal(monkeypatch):
    """The hours of a zip are local: a machine in Montréal."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Montreal")
        time.tzset()
        yield
    time.tzset()


def test_hours_of_submission_are_told_to_nbgrader(class_course, montreal):
    times = {name: (2026, 11, 10 + i, 22, 30, 0) for i, name in enumerate(MOODLE)}
    class_course.zip(MOODLE, times)
    assert timestamp(class_course, "zbelanger") == b"2026-11-11 03:30:00 UTC\n"
    assert timestamp(class_course, "jdamours") == b"2026-11-12 03:30:00 UTC\n"


def test_the_hour_of_a_download_makes_nobody_late(class_course):
    times = {name: (2026, 11, 20, 12, i, 0) for i, name in enumerate(MOODLE)}
    class_course.zip(MOODLE, times)
    assert timestamp(class_course, "zbelanger") is None


def test_a_copy_added_later_does_not_turn_the_downloads_hour_into_lateness(class_course):
    times = {name: (2026, 11, 20, 12, i, 0) for i, name in enumerate(MOODLE)}
    times[next(reversed(MOODLE))] = (2026, 11, 22, 9, 0, 0)
    class_course.zip(MOODLE, times)
    assert not any(timestamp(class_course, name) for name in class_course.students)


def test_a_student_does_not_date_their_own_submission(class_course):
    report = class_course.zip(
        MOODLE | {moodle("Maëlle Côté [groupe 2]", 13, "timestamp.txt"): b"2020-01-01 00:00:00 UTC"}
    )
    assert timestamp(class_course, "mcote") is None
    assert "« timestamp.txt » n'a pas sa place ici" in said(report)


def test_nbgraders_own_folders_keep_their_timestamp(class_course):
    stamp = b"2026-11-10 03:30:00.123456 UTC"
    class_course.zip(
        {
            "zbelanger/q_lineaire/q_lineaire.ipynb": notebook(),
            "zbelanger/q_lineaire/timestamp.txt": stamp,
            "mcote/q_lineaire/q_lineaire.ipynb": notebook(),
            "mcote/q_lineaire/timestamp.txt": b"hier",
        }
    )
    assert timestamp(class_course, "zbelanger") == stamp
    # nbgrader stops at a timestamp that it cannot read.
    assert timestamp(class_course, "mcote") is None


def test_a_worksheet_tells_who_and_when(class_course, montreal):
    sent = datetime(2026, 11, 10, 22, 30).astimezone()
    told = {"15": Participant("15", "Nom de scène", "nsenechal@exemple.ca", sent)}
    path = write_zip(
        class_course.work / "remises.zip",
        {moodle("Maëlle Côté", 15, "q_lineaire.ipynb"): notebook("noe")},
    )
    collect.collect(class_course.folder, ASSIGNMENT, path, participants=told)
    assert class_course.students == ["nsenechal"]
    assert timestamp(class_course, "nsenechal") == b"2026-11-11 03:30:00 UTC\n"


# ---- attacks: an archive is never a way in ----

REACHED = b"atteint"


@pytest.mark.parametrize(
    "name",
    [
        "../../pris.ipynb",
        "Ada_1_assignsubmission_file/../../../pris.ipynb",
        "Ada_1_assignsubmission_file/../../../submitted/zbelanger/q_lineaire/q_lineaire.ipynb",
        "/tmp/pris-par-une-archive.ipynb",
        "C:/pris.ipynb",
        "C:\\pris.ipynb",
        "..\\..\\pris.ipynb",
        "//serveur/pris.ipynb",
    ],
)
def test_a_path_that_leaves_the_archive_is_refused(class_course, name):
    around = set(class_course.folder.parent.iterdir())
    report = class_course.zip(MOODLE | {name: REACHED})
    assert not report.complete
    assert len(report.sentences) == 1 and report.sentences[0].endswith("refusé.")
    assert set(class_course.folder.parent.iterdir()) == around
    assert not os.path.exists("/tmp/pris-par-une-archive.ipynb")
    assert REACHED not in [p.read_bytes() for p in class_course.folder.rglob("*") if p.is_file()]
    # The others are placed all the same.
    assert class_course.submitted("zbelanger") == {"q_lineaire.ipynb": notebook("zoe")}


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../gradebook.db", "q_lineaire.ipynb"])
def test_a_link_in_a_zip_is_refused(class_course, target):
    name = moodle("Maëlle Côté", 13, "q_lineaire.ipynb")
    report = class_course.collect(linked_zip(class_course.work / "lien.zip", name, target))
    assert "est un lien : refusé." in said(report)
    assert not report.complete and class_course.students == []


def test_links_and_pipes_in_a_folder_are_refused(class_course, tmp_path):
    folder = write_folder(class_course.work / "dossier", MOODLE)
    place = folder / "Maëlle Côté [groupe 2]_13_assignsubmission_file"
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (place / "photo.png").symlink_to(secret)
    (place / "dossier").symlink_to(tmp_path)
    os.mkfifo(place / "tube")
    report = class_course.collect(folder)
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("maelle")}
    assert said(report).count("est un lien : refusé.") == 2
    assert "tube » n'est pas un fichier ordinaire : refusé." in said(report)


def test_a_bomb_is_refused_and_costs_the_others_nothing(class_course, monkeypatch):
    monkeypatch.setattr(collect, "MAX_FILE", 2**20)
    bomb = bytes(50 * 2**20)
    report = class_course.zip(MOODLE | {moodle("Ada Roy", 15, "q_lineaire.ipynb"): bomb})
    assert "dépasse, déplié, la limite de 1 Mio : refusé." in said(report)
    assert not report.complete
    assert class_course.students == ["egagne", "jdamours", "mcote", "zbelanger"]
    assert sum(p.stat().st_size for p in class_course.folder.rglob("*")) < 2**20


def test_many_files_of_one_student_are_bounded_together(class_course, monkeypatch):
    monkeypatch.setattr(collect, "MAX_SENDER", 2**20)
    files = {moodle("Ada Roy", 15, f"{i}.bin"): bytes([i]) * 2**19 for i in range(8)}
    report = class_course.zip(MOODLE | files)
    assert said(report).count("refusé") == 6
    assert len(class_course.students) == 4


def test_what_a_small_zip_unfolds_into_is_bounded(class_course, monkeypatch):
    monkeypatch.setattr(archive, "MIN_TOTAL", 2**20)
    monkeypatch.setattr(archive, "MAX_RATIO", 1)
    files = {moodle("Ada Roy", i, "q_lineaire.ipynb"): bytes(2**19) for i in range(8)}
    report = class_course.zip(files)
    assert said(report).count("ce que contient une archive de cette taille") >= 5


def test_a_lying_size_is_refused(class_course):
    path = write_zip(class_course.work / "remises.zip", MOODLE)
    data = bytearray(path.read_bytes())
    start = data.find(b"PK\x01\x02")
    data[start + 24 : start + 28] = (10).to_bytes(4, "little")  # the size that it claims
    path.write_bytes(bytes(data))
    report = class_course.collect(path)
    assert "abîmé" in said(report) and not report.complete
    assert "zbelanger" not in class_course.students


def test_too_many_files_are_refused_at_once(class_course, monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    with pytest.raises(UsageError, match="plus de 3 fichiers"):
        class_course.zip(MOODLE)
    with pytest.raises(UsageError, match="plus de 3 fichiers"):
        class_course.collect(write_folder(class_course.work / "dossier", MOODLE))
    assert class_course.students == []


@pytest.mark.parametrize("name", ["devoir.zip", "devoir.ipynb", "devoir.tar.gz", "devoir.7z"])
def test_an_archive_in_the_archive_is_kept_unopened(class_course, name):
    inner = write_zip(class_course.work / "dedans.zip", {"../../pris.txt": REACHED}).read_bytes()
    report = class_course.zip(MOODLE | {moodle("Noé Sénéchal, fils", 15, name): inner})
    assert "est une archive dans l'archive : elle n'est pas ouverte" in said(report)
    assert class_course.aside == {f"nsenechal/{name}": inner}
    assert not report.complete
    assert "nsenechal" not in class_course.students


def test_a_protected_or_exotic_member_is_refused(class_course):
    path = class_course.work / "remises.zip"
    name = moodle("Maëlle Côté", 13, "q_lineaire.ipynb")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as file:
        file.writestr(name, notebook())
    assert "comprimé d'une manière" in said(class_course.collect(path))
    data = bytearray(write_zip(path, {name: notebook()}).read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "mot de passe" in said(class_course.collect(path))
    assert class_course.students == []


def test_one_student_cannot_hand_in_for_another(class_course):
    forged = moodle("Zoé Bélanger-Lévesque", 11, "q_lineaire.ipynb")
    class_course.zip(
        {
            moodle("Maëlle Côté", 13, "q_lineaire.ipynb"): notebook("maelle"),
            moodle("Maëlle Côté", 13, forged): notebook("forgé"),
            moodle("Maëlle Côté", 13, forged).replace("_file/", "_file_", 1): notebook("forgé"),
        }
    )
    assert class_course.students == ["mcote"]


def test_a_forged_folder_does_not_change_how_the_archive_is_read(class_course):
    class_course.zip(
        {
            "mcote/q_lineaire.ipynb": notebook("maelle"),
            "mcote/" + moodle("Zoé Bélanger-Lévesque", 11, "q.ipynb"): notebook("forgé"),
            "egagne/q_lineaire.ipynb": notebook("eloise"),
        }
    )
    assert class_course.students == ["egagne", "mcote"]


@pytest.mark.parametrize("top", ["mcote", "Maëlle Côté"])
def test_a_student_s_own_folder_is_not_a_folder_around_students(class_course, top):
    forged = moodle("Zoé Bélanger-Lévesque", 11, "q_lineaire.ipynb")
    class_course.zip({f"{top}/{forged}": notebook("forgé")})
    assert class_course.students == ["mcote"]


def test_nor_is_that_of_a_student_known_by_an_earlier_collect_alone(course):
    course.zip({moodle("Maëlle Côté", 13, "q.ipynb"): notebook("sien")})
    forged = moodle("Zoé Bélanger-Lévesque", 11, "q_lineaire.ipynb")
    course.zip({f"maelle-cote-13/{forged}": notebook("forgé")})
    assert course.students == ["maelle-cote-13"]


def test_one_file_does_not_change_how_the_archive_is_read(class_course):
    report = class_course.zip(
        {
            "mcote/q_lineaire.ipynb": notebook("maelle"),
            "egagne/q_lineaire.ipynb": notebook("eloise"),
            "bélangerlévesquezoé_11_22_q.ipynb": notebook("autre"),
        }
    )
    assert class_course.students[:2] == ["egagne", "mcote"]
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("maelle")}
    assert "bélangerlévesquezoé" in said(report)


def test_a_grader_result_is_not_handed_in(class_course):
    report = class_course.zip(
        MOODLE | {moodle("Maëlle Côté [groupe 2]", 13, "resultats.json"): b'{"score": 20}'}
    )
    assert class_course.submitted("mcote") == {"q_lineaire.ipynb": notebook("maelle")}
    assert "« resultats.json » n'a pas sa place ici" in said(report)


def test_names_that_a_terminal_or_a_file_system_would_obey(class_course):
    name = "\x1b[2Jphoto\u202egnp.\x07exe\n" + "é" * 200 + ".png"
    report = class_course.zip(MOODLE | {moodle("Maëlle Côté [groupe 2]", 13, name): b"image"})
    (placed,) = set(class_course.submitted("mcote")) - {"q_lineaire.ipynb"}
    assert placed.endswith(".png") and len(placed.encode()) <= 255
    shown = placed + said(report).replace("\n", "")
    assert not any(unicodedata.category(c).startswith("C") for c in shown)


@pytest.mark.parametrize(
    "name", ["CON.ipynb", "nul", "aux.txt", "fin. ", "ab:c", 'quoi?"<x>|*.png']
)
def test_names_that_windows_refuses(name):
    (part,) = archive._parts(name)
    assert part != name and not set(part) & set('<>:"|?*') and not part.endswith((".", " "))


def test_a_hidden_null_byte_is_refused(class_course):
    name = moodle("Maelle Cote", 13, "a.ipynb\0b.exe").encode()
    report = class_course.collect(raw_name_zip(class_course.work / "nul.zip", name, b""))
    assert "octet nul" in said(report)


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_names_whose_encoding_the_zip_does_not_tell(class_course, encoding):
    name = moodle("Maëlle Côté", 13, "q_lineaire.ipynb").encode(encoding)
    class_course.collect(raw_name_zip(class_course.work / "mac.zip", name, notebook()))
    assert class_course.students == ["mcote"]


def test_a_link_in_the_course_is_not_written_through(class_course, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    (class_course.folder / "submitted").mkdir()
    (class_course.folder / "submitted" / "mcote").symlink_to(tmp_path / "ailleurs")
    report = class_course.zip(MOODLE)
    assert outcomes(report)["mcote"] == Outcome.REFUSED
    assert list((tmp_path / "ailleurs").iterdir()) == []


@pytest.mark.parametrize("student", ["../ailleurs", "a/b", ".cache", "", "a\\b"])
def test_an_identifier_that_is_a_path_is_refused(class_course, student):
    write_zip(class_course.work / "remises.zip", MOODLE)
    with pytest.raises(UsageError, match="ne peut pas être un identifiant"):
        class_course.collect(class_course.work / "remises.zip", **{"11": student})


PIECES = [
    "..",
    ".",
    "",
    "a",
    "Zoé_11_assignsubmission_file",
    "mcote",
    "q_lineaire",
    "q_lineaire.ipynb",
    "x (1).ipynb",
    "C:",
    "con",
    "\x1b[31m",
    "é" * 150,
    "\u202e",
    "timestamp.txt",
    "resultats.json",
    "bélanger_LATE_4_5_q.ipynb",
    "anon_ab_5_q.ipynb",
    ".git",
    "a" * 300,
    "b.zip",
    "\\..",
    "~$x",
    "submitted",
    '*?<>"',
]


@pytest.mark.parametrize("seed", range(40))
def test_no_file_of_any_archive_is_lost_nor_put_elsewhere(course, seed):
    draw = random.Random(seed)
    files = {}
    for number in range(8):
        name = "/".join(draw.choices(PIECES, k=draw.randint(1, 4))).rstrip("/") or "vide"
        files[name] = f"contenu {number}".encode()
    report = course.zip(files)
    stands = {path.name for path in course.folder.iterdir()}
    assert stands <= {CONFIG, "submitted", "downloaded", ".nbgrader.log"}
    assert {path.name for path in course.folder.parent.iterdir()} == {"cours", "work"}
    kept = {path.read_bytes() for path in course.folder.rglob("*") if path.is_file()}
    lost = [name for name, content in files.items() if content not in kept]
    system = [s for s in report.sentences if s.startswith("Fichiers du système")]
    counted = sum(int(sentence.rsplit(" ", 1)[1].rstrip(".")) for sentence in system)
    assert len(lost) == said(report).count("refusé.") + counted


# ---- what cannot be collected ----


def test_what_is_neither_a_zip_nor_a_folder(class_course):
    with pytest.raises(UsageError, match="Ni fichier ni dossier"):
        class_course.collect(class_course.work / "absent.zip")
    text = class_course.work / "notes.txt"
    text.write_text("bonjour")
    with pytest.raises(UsageError, match="pas une archive zip lisible"):
        class_course.collect(text)
    with pytest.raises(UsageError, match="est vide"):
        class_course.zip({})
    assert not (class_course.folder / "downloaded").exists()


def test_a_match_for_nobody_is_a_slip(class_course):
    write_zip(class_course.work / "remises.zip", MOODLE)
    with pytest.raises(UsageError, match="ne s'appelle : Ada Roy"):
        class_course.collect(class_course.work / "remises.zip", **{"Ada Roy": "mcote"})
    with pytest.raises(UsageError, match="Aucun étudiant « aroy »"):
        class_course.collect(class_course.work / "remises.zip", **{"11": "aroy"})
    assert class_course.students == []


def test_the_command(class_course):
    def run(*arguments):
        command = [sys.executable, "-m", "autograder", "collect", "q_lineaire", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=class_course.folder, check=False
        )
        return done.returncode, " ".join(done.stdout.split()), done.stderr

    path = write_zip(class_course.work / "remises.zip", MOODLE)
    code, shown, _ = run(path, "--match", "Maëlle Côté [groupe 2]=nsenechal")
    assert code == 0
    assert "Remises : 4 (placée : 4)." in shown
    assert "Rien reçu de 1 : Maëlle Côté (mcote)." in shown
    code, shown, _ = run(write_zip(path, MOODLE | {"../pris.ipynb": b""}))
    assert code == 1
    assert "« ../pris.ipynb » sort de l'archive par « .. » : refusé." in shown
    code, _, error = run(class_course.work / "absent.zip")
    assert code == 2
    assert error.startswith("Ni fichier ni dossier")
