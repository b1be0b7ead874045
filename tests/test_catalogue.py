"""The texts of the teachers are the list of assignments and exercises."""

import ast

import pytest

from autograder.catalogue import ASSIGNMENTS, HOME_OF, Assignment, assignments, homes, label_of
from autograder.classroom.course import api
from autograder.declarations import declaration
from autograder.paths import EXERCISES, ROOT

TEXT = """---
jupyter:
  autograder:
    rank: {rank}
  jupytext:
    split_at_heading: true
---

# Un devoir

```python exercise="{first}"
```

```python check="{first}"
1
```

<!-- #region question="question_7" points=4 -->
Barème.
<!-- #endregion -->

```python given="third"
```

```python exercise="{second}"
```
"""


@pytest.fixture
def source(tmp_path):
    def write(name, rank, first="first", second="second"):
        (tmp_path / name).mkdir()
        text = TEXT.format(rank=rank, first=first, second=second)
        (tmp_path / name / f"{name}.md").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_directives_are_the_list_in_their_order(source):
    found = assignments(source("devoir", 1, "zeta", "alpha"))
    assert found == {"devoir": Assignment("devoir", ("zeta", "alpha"), ("question_7",), 1)}


def test_the_rank_orders_the_assignments_and_those_without_one_are_last(source):
    for name, rank in (("a", ""), ("b", 10), ("c", 2), ("d", "")):
        folder = source(name, rank)
    (folder / "outils.py").write_text("")
    (folder / "e").mkdir()  # no text of its name: no assignment
    (folder / "e" / "lisez-moi.md").write_text("")
    assert list(assignments(folder)) == ["c", "b", "a", "d"]


def test_an_exercise_of_two_assignments_is_proved_in_the_first(source):
    source("b", 2, "shared", "other")
    found = assignments(source("a", 1, "own", "shared"))
    assert found["b"].exercises == ("shared", "other")
    assert {name: home.name for name, home in homes(found).items()} == {
        "own": "a",
        "shared": "a",
        "other": "b",
    }


def test_the_course_is_listed():
    names = list(ASSIGNMENTS)
    assert names.index("q_lineaire") < names.index("dqn")
    assert ASSIGNMENTS["q_lineaire"].manual == ("question_1",)
    for name, assignment in ASSIGNMENTS.items():
        assert assignment.name == name and assignment.exercises
        assert all((ROOT / "solutions" / f"{one}.py").exists() for one in assignment.exercises)


def words(path):
    """The names and the texts of a module's code, its docstrings aside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.Constant(value=str(word)):
                yield word
            case ast.Import(names=aliases):
                yield from (part for alias in aliases for part in alias.name.split("."))
            case ast.ImportFrom(module=module, names=aliases):
                yield from (module or "").split(".")
                yield from (alias.name for alias in aliases)


def test_the_engine_names_no_exercise_no_assignment_and_no_environment():
    """But for the sample class of the demo, which hands in answers to these ones."""
    loops = filter(None, (declaration(exercise).loop for exercise in HOME_OF))
    names = {*HOME_OF, *ASSIGNMENTS, *(loop.environment.id for loop in loops)}
    engine = [path for path in (ROOT / "autograder").rglob("*.py") if EXERCISES not in path.parents]
    assert len(engine) > 40
    found = {
        (path.name, word)
        for path in engine
        if path.name != "demo.py"
        for word in names.intersection(words(path))
    }
    assert found == set()


def test_nbgrader_finds_the_same_assignments():
    """It takes each folder of source/ for one, and formgrader shows it."""
    assert api(ROOT).get_source_assignments() == set(ASSIGNMENTS)


def test_people_read_the_rank_of_a_written_question_and_the_name_of_an_exercise():
    read = [label_of(name) for name in ("question_tau", "question_chasse", "test_phi", "phi")]
    assert read == ["Question 3", "Question 1", "phi", "phi"]
