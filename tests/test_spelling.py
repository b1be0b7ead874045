"""What students and teachers read is spelt right: hunspell knows each word, or tests/words.txt."""

import builtins
import functools
import keyword
import re
import shutil
import subprocess

import pytest

from autograder.paths import ROOT
from tests import french

WORDS = ROOT / "tests" / "words.txt"
# Code, formulas, links, addresses, tags, entities: no French is looked for in them.
ENGLISH = r"[^*»«]*\b(?:the|is|are|of|and|with|on|that|through|in|only|Control|Self)\b[^*»«]*"
NOT_PROSE = re.compile(
    rf"«{ENGLISH}»|\*{ENGLISH}\*|aujourd'hui|"  # a title or a message quoted in its language
    r"``.*?``|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|<code>.*?</code>|<!--.*?-->|<[^>]*>|\]\([^)]*\)"
    r"|https?://\S+|&\w+;|\\\w+|%\S+|--?\w[\w-]*|\[[^\]\s]*\]\[\w*\]"
    r"|\S*[_=/@{}\\#|~+<>\[\]]\S*|\w*\d\w*|\w+\.\w[\w.()]*|\w+\([^)]*\)|\x00.*?\x00",
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒæ]+(?:-[A-Za-zÀ-ÖØ-öø-ÿœŒæ]+)*")
PYTHON = {*keyword.kwlist, *dir(builtins)}
HUNSPELL = shutil.which("hunspell")

pytestmark = pytest.mark.skipif(not HUNSPELL, reason="hunspell, of apt-tests.txt, is not installed")


def words(text: str) -> set[str]:
    """The words of a text, two letters at least; elided ones are parted at the apostrophe."""
    found = WORD.findall(NOT_PROSE.sub(" ", text))
    return {word for word in found if len(word) > 1 and not re.search(r"[a-z][A-Z]", word)}


def unknown(candidates: set[str]) -> set[str]:
    """The words that neither hunspell nor the reviewed list knows, whole or part by part."""
    known = set(WORDS.read_text(encoding="utf-8").split()) | PYTHON
    left = {word for word in candidates if not {word, word.lower()} & known}
    wrong = _refused(left)
    parts = {part for word in wrong for part in word.split("-") if len(part) > 1}
    wrong_parts = {part for part in _refused(parts) if not {part, part.lower()} & known}
    return {word for word in wrong if "-" not in word or wrong_parts & set(word.split("-"))}


def _refused(candidates):
    command = [HUNSPELL, "-d", "fr_FR", "-i", "utf-8", "-l"]
    listed = "\n".join(sorted(candidates))
    run = subprocess.run(command, input=listed, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@functools.cache
def places() -> dict[str, str]:
    """Each word of the project, with one place where it stands."""
    return {word: f"{path}:{line}" for path, line, text in french.texts() for word in words(text)}


@pytest.mark.slow
def test_every_word_is_known():
    assert {word: places()[word] for word in unknown(set(places()))} == {}


def test_the_reviewed_list_has_no_word_too_many():
    listed = WORDS.read_text(encoding="utf-8").split()
    parts = {part for word in places() for part in (word, *word.split("-"))}
    read = parts | {word.lower() for word in parts}

    assert listed == sorted(set(listed), key=lambda word: (word.lower(), word))
    assert [word for word in listed if word not in read] == []
    assert _refused(set(listed)) == set(listed)


@pytest.mark.parametrize("text", ["une trajéctoire", "les états suivant la récompence"])
def test_a_misspelt_word_is_seen(text):
    assert unknown(words(text))


def test_code_is_not_spelt():
    assert words("`foo` et $x_y$, `np.mxa` : theta_0, x=3, np.argmxa(q)") == {"et"}
