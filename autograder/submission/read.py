"""Read a submitted notebook, whatever its state: its cells' sources, kinds, names and pictures."""

import json
import re
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from nbformat import NotebookNode

from autograder.errors import AutograderError
from autograder.submission.characters import legible
from autograder.submission.pictures import pictured, without_data

MAX_BYTES = 64 * 2**20
MAX_MARKS = 3_000_000  # of JSON's own characters: bounds what the file unfolds into
# All the code of an assignment may be in one cell; pages are made in a time that grows with the
# square of a cell's length.
MAX_CELL = 40_000
MAX_NOTEBOOK = 1_000_000  # characters in all the cells; past that, they are not even looked at
ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
KINDS = ("code", "markdown", "raw")
# What Colab and Deepnote add to a notebook of their own: a badge, a signature.
SIGNATURE = re.compile(r"\s*<a\b.{0,600}(?:colab-badge\.svg|created-in-deepnote-cell)", re.DOTALL)

# A text in a cell of code: Databricks has no other, and IPython shows it so.
TEXT_MAGIC = re.compile(r"\s*%{1,2}(?:md|md-sandbox|markdown|latex)[ \t]*(?:\n|$)")


class NotebookError(AutograderError):
    """A notebook that cannot be read; the text is a French sentence."""


def read(path: Path, figures: Set[str] = frozenset()) -> NotebookNode:
    """Read a submitted notebook; each cell keeps its source, its kind and what names it.

    The metadata of a cell are `grade_id` and `cell_id`, as they came, `refused`, why some of its
    pictures are not shown, `absent`, the names of those that are not there, and `beyond`, whether
    it stands beyond what is looked at of a notebook. figures: the names of the course's own, which
    may stand beside the notebook: no student is told of them.
    Raises NotebookError, with a sentence for the student, when it is not a notebook.
    """
    if not path.is_file() or path.is_symlink():
        raise NotebookError(f"Le fichier {path.name} manque ou n'est pas un fichier ordinaire.")
    if path.stat().st_size > MAX_BYTES:
        raise _too_long(path.name)
    return _parse(path.read_bytes(), path, figures)


def _parse(content: bytes, path: Path, figures: Set[str]) -> NotebookNode:
    if not content.strip(b"\0 \t\r\n"):
        raise NotebookError(f"Le fichier {path.name} est vide : remettez le cahier enregistré.")
    if sum(map(content.count, (b"[", b"{", b","))) > MAX_MARKS:
        raise _too_long(path.name)
    try:
        data = json.loads(_decoded(content))
        written = _of_old(data) if data.get("nbformat", 4) < 4 else data["cells"]
        cells = list(_cells(written, path.parent, figures))
    except Exception as error:  # any other shape that the file may have
        raise NotebookError(
            f"Le fichier {path.name} n'est pas un cahier Jupyter lisible (tronqué, abîmé ou d'un "
            "autre format) : ouvrez-le dans JupyterLab, enregistrez-le et remettez-le."
        ) from error
    return NotebookNode(cells=cells)


def _cells(written: Iterable[dict], folder: Path, figures: Set[str]) -> Iterator[NotebookNode]:
    """The cells that may be the student's; what is too long is not looked at."""
    length = 0
    for one in written:
        cell = _clean(one)
        if cell is None:
            continue
        text = cell.source if cell.cell_type == "code" else without_data(cell.source)
        if len(text) <= MAX_CELL:
            cell.metadata.beyond = length + len(text) > MAX_NOTEBOOK
            if not cell.metadata.beyond:
                length += len(text)
                _put_right(cell, one.get("attachments"), folder, figures)
        yield cell


def _decoded(content: bytes) -> str:
    encoding = next((e for mark, e in ENCODINGS if content.startswith(mark)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # as an old editor of Windows saves


def _of_old(data: dict) -> Iterator[dict]:
    """The cells of a notebook of before 2015; nbformat's conversion is slow on many outputs."""
    for sheet in data.get("worksheets", [data]):
        for cell in sheet["cells"]:
            kind, source = cell["cell_type"], _text(cell.get("input", cell.get("source")))
            if kind == "heading":
                kind, source = "markdown", f"{'#' * min(int(cell.get('level', 1)), 6)} {source}"
            yield cell | {"cell_type": kind, "source": source}


def _too_long(name: str) -> NotebookError:
    return NotebookError(
        f"Le fichier {name} est trop gros : effacez les sorties "
        "(« Édition › Effacer les sorties de toutes les cellules ») et remettez-le."
    )


def _clean(cell: dict) -> NotebookNode | None:
    """The cell without all that may be trusted by mistake; None when it is no student's."""
    kind = cell.get("cell_type")
    source = _text(cell.get("source"))
    if kind == "code" and (magic := TEXT_MAGIC.match(source)):
        kind, source = "markdown", source[magic.end() :]
    if kind not in KINDS or (kind == "markdown" and SIGNATURE.match(source)):
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    names = NotebookNode(
        grade_id=_name(nbgrader.get("grade_id")) if isinstance(nbgrader, dict) else None,
        cell_id=_name(cell.get("id")),
        refused=[],
        absent=[],
        beyond=False,
    )
    return NotebookNode(cell_type=kind, source=source, metadata=names)


def _put_right(cell: NotebookNode, attachments: object, folder: Path, figures: Set[str]) -> None:
    """Make a cell's code legible, and attach to another kind of cell the pictures of its text."""
    if cell.cell_type == "code":
        cell.source = legible(cell.source)
        return
    found = pictured(cell.source, attachments, folder, figures)
    cell.source, cell.metadata.refused, cell.metadata.absent = (
        found.source,
        found.refused,
        found.absent,
    )
    if found.attachments:
        cell.attachments = NotebookNode(found.attachments)


def _text(source: object) -> str:
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    text = text.replace("\r\n", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")  # no half of a character


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
