"""The statements of a cell, what they bind and what they define, magics or not."""

import pytest

from autograder.submission.python import (
    bound,
    definitions,
    read_names,
    statements,
    tree,
    without_magics,
)


@pytest.mark.parametrize(
    "source, names",
    [
        ("def f():\n    pass", {"f"}),
        ("class F:\n    def g(self): pass", {"F"}),
        ("async def f(): pass", {"f"}),
        ("%time\n!ls\ndef f(): pass", {"f"}),
        ("%%time\ndef f(): pass", {"f"}),
        ("%%bash\ndef f(): pass", set()),
        ("f = lambda x: x", {"f"}),
        ("f = g", {"f"}),
        ("f = f(1)", set()),
        ("f = 3", set()),
        ("try:\n    def f(): pass\nexcept NameError:\n    f = lambda: 1", {"f"}),
        ("if True:\n    def f(): pass\nelse:\n    def g(): pass", {"f", "g"}),
        ("def f(:", set()),
        ("(" * 10_000, set()),
        ("x" * 10 + "\n- liste", set()),
    ],
)
def test_what_a_cell_defines(source, names):
    assert definitions(source) == names


def test_statements_keep_their_text_and_their_decorators():
    source = "import a\n\n@cache\n@other\ndef f():\n    return 1\n\nx = 1; y = 2\n"
    source += "!ls \\\n  -l\nz = [\n1]"
    found = statements(source)
    assert [s.text for s in found] == [
        "import a",
        "@cache\n@other\ndef f():\n    return 1",
        "x = 1; y = 2",
        "!ls \\",
        "  -l",
        "z = [\n1]",
    ]
    assert [bound(s) for s in found] == [{"a"}, {"f"}, {"x", "y"}, set(), set(), {"z"}]


@pytest.mark.parametrize(
    "source, names",
    [
        ("import a.b, c as d", {"a", "d"}),
        ("from a import b as c", {"c"}),
        ("for x, (y, z) in w: pass", {"x", "y", "z"}),
        ("with a as b: c = 1", {"b", "c"}),
        ("del a", {"a"}),
        ("print(a := 1)", {"a"}),
        ("def f(x): y = 1", {"f"}),
        ("f = lambda x: (z := x)", {"f"}),
        ("a.b = c[d] = 1", set()),
    ],
)
def test_the_names_that_a_statement_binds(source, names):
    (statement,) = statements(source)
    assert bound(statement) == names


def test_spaces_and_comments_do_not_make_a_statement_new():
    one, other = statements("x = [1,2] # a")[0], statements("x  =  [1, 2]")[0]
    assert one.fingerprint == other.fingerprint
    assert statements("%cd a")[0].fingerprint != statements("%cd b")[0].fingerprint


def test_lines_keep_their_numbers_without_magics():
    source = "!a \\\n  b\nx = 1\n  %c\ny = !d"
    assert without_magics(source).split("\n") == ["pass", "pass", "x = 1", "  pass", "pass"]
    assert tree("!a\nx = 1").body[1].lineno == 2


@pytest.mark.parametrize(
    "source, names",
    [
        ("def f(x):\n    y = g(x)\n    return y + np.pi", {"g", "np"}),
        ("y = x\nz = y", {"x", "y"}),
        ("!ls\n@cache\ndef f(): return [z for z in zs]", {"cache", "zs"}),
        ("class F(Base):\n    def m(self): return self.n + k", {"Base", "k"}),
        ("def f():\n    global n\n    n += 1", {"n"}),
        ("def f(:", set()),
    ],
)
def test_the_names_that_a_cell_reads(source, names):
    assert read_names(source) == names
