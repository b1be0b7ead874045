"""Code that a page, a PDF or a chat has changed is read as its author sees it."""

import pytest

from autograder.submission.characters import legible, unfenced

CODE = "def f(x):\n    '''Dit « oui ».'''\n    return -x if x > 1 else 'a'"


@pytest.mark.parametrize(
    "changed",
    [
        CODE.replace("    ", "\xa0" * 4),
        CODE.replace(" if ", "\u202fif\u2009"),
        "\ufeff" + CODE,
        CODE.replace("    return", "    \u200breturn"),
        CODE.replace("\n", "\u2028"),
    ],
)
def test_what_nobody_sees_is_put_right(changed):
    assert legible(changed) == CODE


def test_a_text_in_quotes_keeps_its_spaces_where_the_indentation_is_all_that_is_wrong():
    source = "def f():\n\xa0\xa0return 'a\xa0: b'"
    assert legible(source) == "def f():\n  return 'a\xa0: b'"


@pytest.mark.parametrize(
    ("changed", "read"),
    [
        ("x = −3", "x = -3"),
        ("print(“a”, ‘b’)", "print(\"a\", 'b')"),
        ("y = 2 × 3", "y = 2 * 3"),
        ("if x:\n    a = 1\n\tb = 2", "if x:\n    a = 1\n    b = 2"),
        ("%matplotlib inline\nx\xa0= 1", "%matplotlib inline\nx = 1"),
    ],
)
def test_signs_and_tabs_are_read(changed, read):
    assert legible(changed) == read


@pytest.mark.parametrize(
    "source",
    [
        "print('10\xa0% — « fini »')",  # Python takes it
        "\tx = 1\n\ty = 2",
        "if x:\n\treturn",
        "def f(\xa0",  # no reading is Python
        "x = = “",
    ],
)
def test_nothing_else_is_changed(source):
    assert legible(source) == source


def test_the_code_of_a_text_is_what_stands_between_its_fences():
    text = "Ma réponse :\n\n```python\ndef f(x):\n    return\xa0−x\n```\nVoilà."
    assert unfenced(text).split("\n") == [
        "# Ma réponse :",
        "# ",
        "# ```python",
        "def f(x):",
        "    return -x",
        "# ```",
        "# Voilà.",
    ]


@pytest.mark.parametrize("text", ['def f():\n    return """\n```\n"""', "Rien à dire."])
def test_code_and_a_text_without_fences_are_left_alone(text):
    assert unfenced(text) == text
