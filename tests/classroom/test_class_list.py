"""`autograder roster`: the list of a class, as schools and their systems write it."""

import shutil

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.classroom import class_list, roster
from autograder.classroom.course import CONFIG
from autograder.classroom.roster import Student
from autograder.cli.app import app
from autograder.errors import UsageError
from autograder.paths import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
ZOE = Student("zbelanger", "Zoé", "Bélanger-Lévesque", "zoe@exemple.ca")
NOE = Student("nsenechal", "Noé", "Sénéchal", "noe@exemple.ca")
PLAIN = """id,first_name,last_name,email
zbelanger,Zoé,Bélanger-Lévesque,zoe@exemple.ca
nsenechal,Noé,Sénéchal,noe@exemple.ca
"""
FRENCH = PLAIN.replace(",", ";").replace(
    "id;first_name;last_name;email", "Identifiant;Prénom;Nom;Courriel"
)
MOODLE = """Prénom,Nom de famille,Nom d’utilisateur,Numéro d’identification,Adresse de courriel
Zoé,Bélanger-Lévesque,zbelanger,1034567,zoe@exemple.ca
Noé,Sénéchal,nsenechal,1034568,noe@exemple.ca
"""


@pytest.fixture
def read(tmp_path):
    """Reads a list of this content."""

    def read(content):
        path = tmp_path / "liste.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return class_list.read(path)

    return read


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN + ",,,\n\n",
        PLAIN + "zbelanger,Zoé,Bélanger-Lévesque,zoe@exemple.ca\n",
        FRENCH,
        FRENCH.encode("latin-1"),
        FRENCH.replace(";", "\t").encode("utf-16"),
        MOODLE,
        FRENCH.replace("Identifiant", "\n\nMatricule"),
    ],
)
def test_a_list_of_any_form(read, content):
    found = read(content)
    assert found.students == [ZOE, NOE]
    assert found.sentences == []


def test_the_gradebook_that_canvas_exports(read):
    found = read(
        "Student,ID,SIS User ID,SIS Login ID,Section,Devoir 1 (771)\n"
        "    Points Possible,,,,,20\n"
        '"Bélanger-Lévesque, Zoé",4410,1034567,zbelanger,A,17\n'
        '"Student, Test",99,,a1b2c3,A,\n'
    )
    assert found.students == [Student("zbelanger", "Zoé", "Bélanger-Lévesque", lms_id="4410")]
    assert found.sentences == []


def test_names_in_one_column(read):
    found = read("Nom complet;Identifiant\nZoé Bélanger-Lévesque;z\n;n\n").students
    assert [(one.first_name, one.last_name) for one in found] == [
        ("", ""),
        ("Zoé", "Bélanger-Lévesque"),
    ]


def test_a_row_cut_short(read):
    assert read("id,first_name,last_name,email\nzoe,Zoé\n").students == [Student("zoe", "Zoé")]


def test_a_student_without_an_identifier_is_told(read):
    (sentence,) = read(f"{PLAIN},Ada,Roy,ada@exemple.ca\n").sentences
    assert sentence == "Sans identifiant, donc laissés de côté (1) : Ada Roy."


def test_homonyms_are_told(read):
    (sentence,) = read(f"{PLAIN}zb2,ZOE,Belanger Levesque,\n").sentences
    assert "(zb2, zbelanger)" in sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Aucune colonne"),
        ("prénom;nom\nZoé;Roy\n", "Titres lus : prénom, nom"),
        ("id,first_name\n", "ne nomme aucun étudiant"),
        (
            f"{PLAIN}zbelanger,Zoé,Roy,\n",
            "deux personnes (Zoé Bélanger-Lévesque et Zoé Roy, ligne 4",
        ),
        ("id\n.zoe\n", "commence par un point"),
        ("id\na/zoe\n", "barre oblique"),
        (b"PK\x03\x04classeur", "est un classeur"),
        (b"\x00\x01\x02\xff" * 20, "Aucune colonne"),
        (b"\xff\xfe" + "é".encode("utf-16-le") + b"\x00", "Aucune colonne"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(read, content, said):
    with pytest.raises(UsageError) as refused:
        read(content)
    assert said in str(refused.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="n'existe pas"):
        class_list.read(tmp_path / "liste.csv")


@pytest.mark.slow
def test_the_gradebook_keeps_what_a_list_does_not_say(tmp_path, empty_gradebook):
    course = tmp_path / "cours"
    course.mkdir()
    shutil.copy(ROOT / CONFIG, course)
    shutil.copy(empty_gradebook, course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.add_student("zbelanger", first_name="Zoe", email="zoe@exemple.ca")
        book.add_student("aroy", first_name="Ada", last_name="Roy")
    path = tmp_path / "liste.csv"
    path.write_text("id;Prénom;Nom\nzbelanger;Zoé;Bélanger-Lévesque\nnoe;Noé;\n", encoding="cp1252")
    done = CliRunner().invoke(app, ["roster", str(path), "--course", str(course)])
    said = done.output.replace("\N{NO-BREAK SPACE}", " ")
    assert "Étudiants ajoutés : 1 ; déjà au carnet : 1." in said
    assert "Au carnet, mais absents de la liste (1) : Ada Roy (aroy)." in said
    known = {student.id: student for student in roster.read(course)}
    assert known["zbelanger"] == ZOE
    assert known["noe"] == Student("noe", "Noé")
    assert len(known) == 3
