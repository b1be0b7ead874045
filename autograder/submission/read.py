"""Read a submitted notebook, whatever its state: its cells' sources, kinds and names only."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.errors import AutograderError

MAX_BYTES = 64 * 2**20
MAX_MARKS = 3_000_000  # of JSON's own characters: bounds what the file unfolds into
MAX_SOURCES = 300_000
MAX_CELLS = 1000
PICTURES = ("image/png", "image/jpeg")
ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NotebookError(AutograderError):
    """A notebook that cannot be read; the text is a French sentence."""


def read(path: Path) -> NotebookNode:
    """Read a submitted notebook and keep its cells' sources, kinds and names only.

    Raises NotebookError, with a sentence for the student, when it is not a notebook.
    """
    if not path.is_file() or path.is_symlink():
        raise NotebookError(f"Le fichier {path.name} manque ou n'est pas un fichier ordinaire.")
    if path.stat().st_size > MAX_BYTES:
        raise _too_long(path.name)
    return _parse(path.read_bytes(), path.name)


def _parse(content: bytes, name: str) -> NotebookNode:
    if not content.strip(b"\0 \t\r\n"):
        raise NotebookError(f"Le fichier {name} est vide : remettez le cahier enregistré.")
    if sum(map(content.count, (b"[", b"{", b","))) > MAX_MARKS:
        raise _too_long(name)
    encoding = next((e for mark, e in ENCODINGS if content.startswith(mark)), "utf-8-sig")
    try:
        data = json.loads(content.decode(encoding))
        if data.get("nbformat", 4) < 4:
            data = nbformat.convert(nbformat.from_dict(data), 4)
        cells = [_clean(cell) for cell in data["cells"]]
    except Exception as error:  # any other shape that the file may have
        raise NotebookError(
            f"Le fichier {name} n'est pas un cahier Jupyter lisible (tronqué, abîmé ou d'un autre "
            "format) : ouvrez-le dans JupyterLab, enregistrez-le et remettez-le."
        ) from error
    cells = [cell for cell in cells if cell is not None]
    if len(cells) > MAX_CELLS or sum(len(cell.source) for cell in cells) > MAX_SOURCES:
        raise NotebookError(
            f"Le fichier {name} contient plus de {MAX_CELLS} cellules ou de {MAX_SOURCES} "
            "caractères de texte et de code : retirez ce qui n'est pas votre réponse et "
            "remettez-le."
        )
    return new_notebook(cells=cells)


def _too_long(name: str) -> NotebookError:
    return NotebookError(
        f"Le fichier {name} est trop gros : effacez les sorties "
        "(« Edit › Clear Outputs of All Cells ») et remettez-le."
    )


def _clean(cell: dict) -> NotebookNode | None:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    source = "".join(line for line in lines if isinstance(line, str))
    source = source.replace("\r\n", "\n").replace("\0", "")
    source = source.encode("utf-8", "replace").decode("utf-8")  # no half of a character
    make = {"code": new_code_cell, "markdown": new_markdown_cell}.get(cell.get("cell_type"))
    if make is None:
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    identifier = name if isinstance(name, str) else cell.get("id")
    cleaned = make(source, metadata={"origin": identifier if isinstance(identifier, str) else None})
    if cleaned.cell_type == "markdown":
        _keep_pictures(cleaned, cell.get("attachments"))
    return cleaned


def _keep_pictures(cell: NotebookNode, attachments: Any) -> None:
    """Attach the pictures again, under names that a link can hold; drop the links to the others."""
    kept = {}
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind in PICTURES:
            data = kinds.get(kind) if isinstance(kinds, dict) else None
            if isinstance(data, str) and re.fullmatch(r"[A-Za-z0-9+/=\s]+", data):
                kept[name] = (f"image-{len(kept) + 1}", {kind: data})
                break

    def link(found):
        new_name, _ = kept.get(found[1]) or kept.get(unquote(found[1])) or (None, None)
        return f"(attachment:{new_name}" if new_name else "(image absente"

    cell.source = re.sub(r"\(\s*attachment:([^\s)]*)", link, cell.source)
    if kept:
        cell.attachments = NotebookNode(kept.values())
