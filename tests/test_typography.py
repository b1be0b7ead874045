"""What students read keeps French typography: no-break spaces, one apostrophe."""

import re

import pytest

from autograder.paths import ROOT

TEXTS = sorted(
    path
    for pattern in ("source/*/*.md", "solutions/*.md", "docs/mesures.md", "docs/parcours.md")
    for path in ROOT.glob(pattern)
)
NOT_PROSE = re.compile(r"`[^`]*`|!\[|\$\$?[^$]*\$\$?|<[^>]*>|\]\([^)]*\)|https?://\S+|^\|[-:|]*\|$")
BREAKABLE = re.compile(r"(?:^| )[:;?!%»]|«(?!\u00a0)|(?<!\u00a0)»")


def prose(text: str):
    """Each line outside code, with its number; what is not prose in it becomes an X."""
    code = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            code = not code
        elif not code:
            yield number, NOT_PROSE.sub("X", line)


def faults(text: str) -> list[int]:
    """The numbers of the lines where a sign could be torn from its word, or an apostrophe curls."""
    return [number for number, line in prose(text) if BREAKABLE.search(line) or "\u2019" in line]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_sign_stays_with_its_word(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["vrai ?", "le but : tenir", "«mot\u00a0»", "« mot »", "l\u2019état"]
)
def test_a_sign_that_could_be_torn_off_is_seen(line):
    assert faults(f"un\n{line}\n") == [2]


def test_code_and_formulas_are_not_prose():
    assert faults("`a ? b` et $x : y$\n```\nvrai ?\n```\n|---|:--|\n") == []
