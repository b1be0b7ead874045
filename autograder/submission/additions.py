"""What a student added to a notebook: whole cells, and what they changed in the teacher's cells."""

import re
from collections.abc import Set

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.submission.cells import is_locked
from autograder.submission.pictures import PICTURE, REFUSED
from autograder.submission.python import definitions, statements
from autograder.submission.recognise import key, words

NEW_WORDS = 5  # fewer, in a text of the teacher, are a platform's or a typist's slip


def added(cell: NotebookNode, source: str | None = None) -> NotebookNode:
    """A cell of the student's own, with this source instead of its own if given."""
    source = cell.source if source is None else source
    metadata = {"autograder": {"added": True}}
    if cell.cell_type == "code":
        return new_code_cell(source, metadata=metadata)
    pictures = {name: cell[name] for name in ("attachments",) if name in cell}
    return new_markdown_cell(harmless(source), metadata=metadata, **pictures)


def additions(original: NotebookNode, cell: NotebookNode, exercises: set[str]) -> str:
    """What a student changed or added in a cell of the teacher that is not an answer.

    exercises: the names that answers define; of a locked cell, only such definitions are kept.
    """
    if set(key(cell.source).split("\n")) <= set(key(original.source).split("\n")):
        return ""
    if original.cell_type != "code":
        return _new_lines(original.source, cell.source)
    known = {statement.fingerprint for statement in statements(original.source)}
    mine = statements(cell.source)
    new = [statement.text for statement in mine if statement.fingerprint not in known]
    if is_locked(original):
        return "\n".join(text for text in new if definitions(text) & exercises)
    return "\n".join(new) if mine else cell.source


def without_the_teachers(source: str, theirs: Set[str]) -> str:
    """The code of an answer's cell, less the checks and demos of the teacher's that came into it.

    theirs: the fingerprints of their statements. The other lines keep their numbers.
    """
    lines = source.split("\n")
    for one in statements(source):
        if one.fingerprint in theirs:
            lines[one.first - 1 : one.last] = [""] * (one.last - one.first + 1)
    return "\n".join(lines)


def _new_lines(theirs: str, mine: str) -> str:
    pictured = PICTURE.search(mine) or REFUSED in mine
    if (words(mine) - words(theirs)).total() < NEW_WORDS and not pictured:
        return ""
    known = set(key(theirs).split("\n"))
    return "\n".join(line for line in mine.split("\n") if key(line) not in known)


def harmless(markdown: str) -> str:
    """Keep the reader's browser from running what a student wrote; LaTeX stays what it is.

    No tag, no character reference, and no link but to the web or to a picture of the cell. A
    picture of the web is a link: loading it would tell who reads the page, when and from where.
    """
    markdown = re.sub(r"!(?=\[(?![^\[\]]{0,300}\]\(attachment:image-\d+\)))", "! ", markdown)
    markdown = re.sub(r"<(?=[A-Za-z/!?])", "< ", markdown)
    markdown = re.sub(r"&(?=#|\w+;)", "& ", markdown)
    return re.sub(r"\](?=[(:])(?!.\s*https?://|\(attachment:image-\d+\))", "] ", markdown)
