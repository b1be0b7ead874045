"""A cell is run past what fails in it, and its answers are noted as soon as they are defined."""

import contextlib

import pytest

from autograder.judging.steps import MAX_FAILURES, Steps
from autograder.student.process import Execution, Order

IMPORT = "import seaborn as sns"


def error(name, line, text=""):
    """What a kernel says of a piece of code that raised, colours included."""
    place = (
        f"\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[1]\x1b[39m\x1b[32m, line {line}\x1b[39m"
    )
    trace = ["\x1b[31m------\x1b[39m", place]
    output = {"output_type": "error", "ename": name, "evalue": text, "traceback": trace}
    return Execution("error", [output])


def run(steps, *answers, again=False):
    """The pieces that are run when what comes of them is this, then well."""
    codes, pieces = steps.again() if again else steps.first(), []
    waiting = list(answers)
    with contextlib.suppress(StopIteration):
        pieces.append(next(codes))
        while True:
            pieces.append(codes.send(waiting.pop(0) if waiting else Execution()))
    return pieces


def notes(pieces):
    orders = [piece.content for piece in pieces if isinstance(piece, Order)]
    return [(order["defined"], order["ended"]) for order in orders if order["do"] == "note"]


def test_an_added_cell_is_run_in_one_piece():
    assert run(Steps("x = 1\ny = 2")) == ["x = 1\ny = 2"]


def test_an_answer_is_noted_at_the_end_of_its_cell():
    pieces = run(Steps("def f(): pass", ["f"]))
    assert pieces[0] == "def f(): pass"
    assert notes(pieces) == [(["f"], ["f"])]


def test_an_answer_is_noted_before_the_end_of_its_cell():
    pieces = run(Steps("x = 1\ndef f(): pass\nf = f()\nf", ["f"]))
    assert [piece for piece in pieces if not isinstance(piece, Order)] == [
        "x = 1\ndef f(): pass",
        "f = f()\nf",
    ]
    assert notes(pieces) == [(["f"], []), ([], ["f"])]


def test_what_follows_a_failure_is_run():
    steps = Steps(f"{IMPORT}\n\nx = [\n1,\n]\ny = 2")
    pieces = run(steps, error("ModuleNotFoundError", 1), error("ValueError", 2))
    assert pieces == [steps.source, "x = [\n1,\n]\ny = 2", "y = 2"]
    assert [(one.error, set(one.names)) for one in steps.failures] == [
        ("ModuleNotFoundError", {"sns"}),
        ("ValueError", {"x"}),
    ]


def test_nothing_follows_what_did_not_end():
    steps = Steps("x = 1\ny = 2")
    assert run(steps, Execution("timeout")) == ["x = 1\ny = 2"]


def test_a_function_is_defined_without_the_decorator_that_is_not_there():
    steps = Steps("@jit\n@other\ndef f():\n    pass", ["f"])
    assert run(steps, error("NameError", 1))[1] == "def f():\n    pass"


def test_a_function_is_defined_without_the_annotations_that_have_no_meaning():
    steps = Steps("@jit\ndef f(x: npt.NDArray, *y: A, z: B = 2) -> C:\n    return x", ["f"])
    pieces = run(steps, error("NameError", 1), error("NameError", 1))
    assert pieces[1].startswith("def f(x: npt.NDArray")
    assert pieces[2] == "def f(x, *y, z=2):\n    return x"


def test_annotations_are_kept_where_leaving_the_decorator_out_is_enough():
    steps = Steps("@jit\ndef f(x: int):\n    return x", ["f"])
    pieces = run(steps, error("NameError", 1))
    assert "def f(x: int):\n    return x" in pieces and "def f(x):\n    return x" not in pieces


def test_what_fails_without_saying_where_is_found_by_running_each_statement():
    steps = Steps("%absent\nx = 1\n\ndef f():\n    pass", ["f"])
    pieces = run(steps, error("UsageError", 0), error("UsageError", 0))
    assert pieces[0] == steps.source
    assert pieces[1:4] == ["%absent", "x = 1", "def f():\n    pass"]
    assert [one.error for one in steps.failures] == ["UsageError"]


def test_a_magic_that_is_not_known_does_not_stop_the_cell():
    said = {"output_type": "stream", "name": "stderr", "text": "UsageError: Line magic `%x`.\n"}
    unknown = Execution(outputs=[said])
    steps = Steps("%x\ndef f():\n    pass", ["f"])
    pieces = run(steps, unknown, unknown)
    assert pieces[1:3] == ["%x", "def f():\n    pass"]
    assert [(one.error, one.text) for one in steps.failures] == [("UsageError", "Line magic `%x`.")]


def test_of_a_cell_that_is_no_python_the_blocks_that_are_run():
    steps = Steps("def f(:\n    pass\ndef g(): pass", ["f"])
    pieces = run(steps, error("SyntaxError", 1, "invalid syntax (123.py, line 1)"))
    assert pieces[0] == steps.source and pieces[1:2] == ["def g(): pass"] and len(pieces) == 3
    assert steps.failures[0].text == "invalid syntax (ligne 1)"
    assert "f" in steps.failures[0].names


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("Ma réponse :\n\ndef f():\n    return 1", ["def f():\n    return 1"]),
        (
            "@deco\ndef f():\n    return 1\n\nVoilà, cela marche !",
            ["@deco\ndef f():\n    return 1"],
        ),
        ("if a:\n    x = 1\nelse:\n    x = 2\nprint 'oui'", ["if a:\n    x = 1\nelse:\n    x = 2"]),
        ("ceci n'est pas\ndu Python", []),
    ],
)
def test_what_stands_around_a_definition_and_is_no_python_costs_nothing(source, kept):
    assert run(Steps(source), error("SyntaxError", 1, "invalid syntax (1.py, line 1)"))[1:] == kept


def test_an_answer_is_noted_when_it_is_defined_for_the_first_time():
    steps = Steps("def f():\n    return 1\ndef f():\n    raise NotImplementedError", ["f"])
    pieces = run(steps)
    assert pieces[0] == "def f():\n    return 1" and pieces[1].content["defined"] == ["f"]
    assert pieces[-1].content["ended"] == ["f"]


@pytest.mark.parametrize("line", ["-1", "0", "10**9", "99999999999999", "x", "3"])
def test_a_lying_kernel_does_not_keep_the_grader(line):
    steps = Steps("x = 1\n" * 100)
    pieces = run(steps, *[error("E", line)] * 1000)
    assert len(pieces) <= MAX_FAILURES + 1


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "error"},
        {"output_type": "error", "ename": None, "evalue": [], "traceback": "x"},
        {"output_type": "error", "ename": "x" * 10**6, "evalue": "\x1b[2J", "traceback": [None, 3]},
    ],
)
def test_an_error_of_any_shape_is_a_failure(output):
    steps = Steps("x = 1")
    run(steps, Execution("error", [output]))
    (failure,) = steps.failures
    assert len(failure.error) <= 200 and failure.text.isprintable()


def test_only_what_lacked_a_name_is_run_again():
    steps = Steps("f = g()\nimport a\nb = 1", ["f"])
    run(steps, error("NameError", 1), Execution(), error("ModuleNotFoundError", 1))
    pieces = run(steps, again=True)
    assert pieces[0] == "f = g()"
    assert notes(pieces) == [(["f"], ["f"])]
    assert [one.error for one in steps.failures] == ["ModuleNotFoundError"]


def test_what_installs_is_not_run():
    assert run(Steps("!pip install x\nx = 1")) == ["pass\nx = 1"]
